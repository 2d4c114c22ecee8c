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

/** Of two new keys and room for one, exactly one is admitted. */
@JCStressTest
@State
@Description("Of two new keys and room for one, exactly one is admitted.")
@Outcome(
    id = "acquired, full, pending / absent",
    expect = Expect.ACCEPTABLE,
    desc = "The first was first")
@Outcome(
    id = "full, acquired, absent / pending",
    expect = Expect.ACCEPTABLE,
    desc = "The second was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.ROOM_CHECKED_THEN_TAKEN)
public class FullClaim {

  private final Contest contest = Contest.beginWithRoomForOne();

  /** Claims a new key. */
  @Actor
  public void one(LLL_Result answers) {
    answers.r1 = contest.claim(100);
  }

  /** Claims another. */
  @Actor
  public void another(LLL_Result answers) {
    answers.r2 = contest.claimOther(100);
  }

  /** The store has room for one. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.findBothInTheEnd(110);
  }
}
