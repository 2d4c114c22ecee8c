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
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Of two claims of a free key, exactly one is granted. */
@JCStressTest
@State
@Description("Of two claims of a free key, exactly one is granted.")
@Outcome(id = "acquired, busy, busy", expect = Expect.ACCEPTABLE, desc = "The early one was first")
@Outcome(id = "busy, acquired, busy", expect = Expect.ACCEPTABLE, desc = "The late one was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy({Flaw.CLAIM_CHECKS_THEN_ACTS, Flaw.CLOCK_BEFORE_LOCK})
public class ClaimClaim {

  private final Contest contest = Contest.begin();

  /** Claims at 100, to 150. */
  @Actor
  public void early(LLL_Result answers) {
    answers.r1 = contest.claim(100);
  }

  /** Claims at 120, to 170. */
  @Actor
  public void late(LLL_Result answers) {
    answers.r2 = contest.claim(120);
  }

  /** The winner is at work. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(140);
  }
}
