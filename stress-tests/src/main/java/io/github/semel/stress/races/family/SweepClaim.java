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

/** A sweep takes what has expired, and not what was claimed since. */
@JCStressTest
@State
@Description("A sweep takes what has expired, and not what was claimed since.")
@Outcome(
    id = "acquired, full, pending / absent",
    expect = Expect.ACCEPTABLE,
    desc = "The claimant was first")
@Outcome(
    id = "full, acquired, absent / pending",
    expect = Expect.ACCEPTABLE,
    desc = "The sweep was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.SWEEP_CHECKS_THEN_REMOVES)
public class SweepClaim {

  private final Contest contest = Contest.beginWithRoomForOne();

  /** The key is there. */
  public SweepClaim() {
    contest.takeAndComplete(100);
  }

  /** Claims the key whose outcome expires. */
  @Actor
  public void claimant(LLL_Result answers) {
    answers.r1 = contest.claim(150);
  }

  /** Needs room, and sweeps for it. */
  @Actor
  public void newcomer(LLL_Result answers) {
    answers.r2 = contest.claimOther(150);
  }

  /** The store has room for one. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.findBothInTheEnd(160);
  }
}
