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

/** A claim that is forgotten cannot be completed, and whoever claims the key then starts afresh. */
@JCStressTest
@State
@Description(
    "A claim that is forgotten cannot be completed, and whoever claims the key then starts afresh.")
@Outcome(
    id = "recorded, outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The holder was in time")
@Outcome(
    id = "superseded: pending, acquired, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The holder came after the claimant")
@Outcome(
    id = "superseded: absent, acquired, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The holder came too late, and before the claimant")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.COMPLETION_UNFENCED)
public class ExpireComplete {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Completes just before its claim is forgotten. */
  @Actor
  public void holder(LLL_Result answers) {
    answers.r1 = contest.complete(199, ticket, contest.a);
  }

  /** Claims as it is forgotten. */
  @Actor
  public void claimant(LLL_Result answers) {
    answers.r2 = contest.claim(200);
  }

  /** Whoever won has it still. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(210);
  }
}
