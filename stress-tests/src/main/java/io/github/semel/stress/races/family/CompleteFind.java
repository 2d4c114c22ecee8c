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

/** A reader sees the outcome whole or not at all. */
@JCStressTest
@State
@Description("A reader sees the outcome whole or not at all.")
@Outcome(
    id = "recorded, pending, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The reader was first")
@Outcome(
    id = "recorded, outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The holder was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.OUTCOME_WRITTEN_PLAINLY)
public class CompleteFind {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Completes. */
  @Actor
  public void holder(LLL_Result answers) {
    answers.r1 = contest.complete(110, ticket, contest.a);
  }

  /** Looks. */
  @Actor
  public void reader(LLL_Result answers) {
    answers.r2 = contest.find(110);
  }

  /** The outcome stands. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(120);
  }
}
