package io.github.semel.stress.races.family;

import io.github.semel.IdempotencyRecord;
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

/** A duplicate of what is amended gets one outcome or the other, whole. */
@JCStressTest
@State
@Description("A duplicate of what is amended gets one outcome or the other, whole.")
@Outcome(
    id = "amended, outcome a, outcome b",
    expect = Expect.ACCEPTABLE,
    desc = "The duplicate was first")
@Outcome(
    id = "amended, outcome b, outcome b",
    expect = Expect.ACCEPTABLE,
    desc = "The operator was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.OUTCOME_WRITTEN_PLAINLY)
public class AmendClaim {

  private final Contest contest = Contest.begin();
  private final IdempotencyRecord.Completed seen = contest.takeAndComplete(100);

  /** Amends. */
  @Actor
  public void operator(LLL_Result answers) {
    answers.r1 = contest.amend(110, seen, contest.b);
  }

  /** Claims. */
  @Actor
  public void duplicate(LLL_Result answers) {
    answers.r2 = contest.claim(110);
  }

  /** The amended outcome. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(120);
  }
}
