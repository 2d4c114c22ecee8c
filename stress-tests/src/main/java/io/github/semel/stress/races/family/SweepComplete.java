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

/** A sweep takes a claim that is forgotten, and not one that was completed in time. */
@JCStressTest
@State
@Description("A sweep takes a claim that is forgotten, and not one that was completed in time.")
@Outcome(
    id = "recorded, full, outcome a / absent",
    expect = Expect.ACCEPTABLE,
    desc = "The holder was in time")
@Outcome(
    id = "superseded: absent, acquired, absent / pending",
    expect = Expect.ACCEPTABLE,
    desc = "The holder came too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.SWEEP_CHECKS_THEN_REMOVES)
public class SweepComplete {

  private final Contest contest = Contest.beginWithRoomForOne();
  private final Ticket ticket = contest.take(100);

  /** Completes just before its claim is forgotten. */
  @Actor
  public void holder(LLL_Result answers) {
    answers.r1 = contest.complete(199, ticket, contest.a);
  }

  /** Needs room, and sweeps for it. */
  @Actor
  public void newcomer(LLL_Result answers) {
    answers.r2 = contest.claimOther(200);
  }

  /** The store has room for one. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.findBothInTheEnd(210);
  }
}
