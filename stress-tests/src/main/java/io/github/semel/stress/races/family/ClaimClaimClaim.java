package io.github.semel.stress.races.family;

import io.github.semel.stress.races.BrokenBy;
import io.github.semel.stress.races.Contest;
import io.github.semel.stress.races.Flaw;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Of three claims of a free key, exactly one is granted. */
@JCStressTest
@State
@Description("Of three claims of a free key, exactly one is granted.")
@Outcome(id = "acquired, busy, busy, busy", expect = Expect.ACCEPTABLE, desc = "The first won")
@Outcome(id = "busy, acquired, busy, busy", expect = Expect.ACCEPTABLE, desc = "The second won")
@Outcome(id = "busy, busy, acquired, busy", expect = Expect.ACCEPTABLE, desc = "The third won")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.CLAIM_CHECKS_THEN_ACTS)
public class ClaimClaimClaim {

  private final Contest contest = Contest.begin();

  /** Claims. */
  @Actor
  public void first(LLLL_Result answers) {
    answers.r1 = contest.claim(100);
  }

  /** Claims. */
  @Actor
  public void second(LLLL_Result answers) {
    answers.r2 = contest.claim(100);
  }

  /** Claims. */
  @Actor
  public void third(LLLL_Result answers) {
    answers.r3 = contest.claim(100);
  }

  /** The winner is at work. */
  @Arbiter
  public void afterwards(LLLL_Result answers) {
    answers.r4 = contest.claimInTheEnd(110);
  }
}
