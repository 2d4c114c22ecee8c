package io.github.semel.stress.races.family;

import io.github.semel.Ticket;
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

/** A holder that was taken over records nothing, whenever its successor completes. */
@JCStressTest
@State
@Description("A holder that was taken over records nothing, whenever its successor completes.")
@Outcome(
    id = "recorded, outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The first holder was first")
@Outcome(
    id = "superseded: pending, acquired 2 recorded, outcome b",
    expect = Expect.ACCEPTABLE,
    desc = "It came while its successor was at work")
@Outcome(
    id = "superseded: outcome b, acquired 2 recorded, outcome b",
    expect = Expect.ACCEPTABLE,
    desc = "It came after its successor")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.COMPLETION_UNFENCED)
public class CompleteCompleteOfTwo {

  private final Contest contest = Contest.begin();
  private final Ticket lapsed = contest.take(100);

  /** Completes, as its lease lapses. */
  @Actor
  public void superseded(LLL_Result answers) {
    answers.r1 = contest.complete(149, lapsed, contest.a);
  }

  /** Takes over, and completes. */
  @Actor
  public void successor(LLL_Result answers) {
    answers.r2 = contest.takeOverAndComplete(150, contest.b);
  }

  /** The outcome of whoever was told that it is recorded. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(160);
  }
}
