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
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** A duplicate is told that the work goes on, or its whole outcome, and afterwards the outcome. */
@JCStressTest
@State
@Description(
    "A duplicate is told that the work goes on, or its whole outcome, and afterwards the outcome.")
@Outcome(
    id = "busy, recorded, busy, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "Both came before the completion")
@Outcome(
    id = "outcome a, recorded, busy, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The first came after it")
@Outcome(
    id = "busy, recorded, outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The second came after it")
@Outcome(
    id = "outcome a, recorded, outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "Both came after it")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.OUTCOME_WRITTEN_PLAINLY)
public class ClaimCompleteClaim {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Claims what is held. */
  @Actor
  public void duplicate(LLLL_Result answers) {
    answers.r1 = contest.claim(110);
  }

  /** Completes. */
  @Actor
  public void holder(LLLL_Result answers) {
    answers.r2 = contest.complete(110, ticket, contest.a);
  }

  /** Claims what is held. */
  @Actor
  public void another(LLLL_Result answers) {
    answers.r3 = contest.claim(110);
  }

  /** The outcome stands. */
  @Arbiter
  public void afterwards(LLLL_Result answers) {
    answers.r4 = contest.claimInTheEnd(120);
  }
}
