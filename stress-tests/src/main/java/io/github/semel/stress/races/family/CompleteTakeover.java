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

/** When a holder completes as its lease lapses, either its outcome stands or another takes over. */
@JCStressTest
@State
@Description(
    "When a holder completes as its lease lapses, either its outcome stands or another takes over.")
@Outcome(
    id = "recorded, outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The holder was first")
@Outcome(
    id = "superseded: pending, acquired 2, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The taker was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.COMPLETION_UNFENCED)
public class CompleteTakeover {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Completes just before its lease lapses. */
  @Actor
  public void holder(LLL_Result answers) {
    answers.r1 = contest.complete(149, ticket, contest.a);
  }

  /** Claims as the lease lapses. */
  @Actor
  public void taker(LLL_Result answers) {
    answers.r2 = contest.claim(150);
  }

  /** Whoever won has it still. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(160);
  }
}
