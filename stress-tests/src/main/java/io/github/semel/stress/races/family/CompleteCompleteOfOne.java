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

/** When one ticket completes twice, the outcome that stood first stands, and both are told so. */
@JCStressTest
@State
@Description(
    "When one ticket completes twice, the outcome that stood first stands, and both are told so.")
@Outcome(
    id = "recorded outcome a, recorded outcome a, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The first was first")
@Outcome(
    id = "recorded outcome b, recorded outcome b, outcome b",
    expect = Expect.ACCEPTABLE,
    desc = "The second was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.COMPLETION_REPLACES)
public class CompleteCompleteOfOne {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Completes, and looks. */
  @Actor
  public void once(LLL_Result answers) {
    answers.r1 = contest.complete(110, ticket, contest.a) + " " + contest.find(110);
  }

  /** Completes otherwise, and looks. */
  @Actor
  public void again(LLL_Result answers) {
    answers.r2 = contest.complete(110, ticket, contest.b) + " " + contest.find(110);
  }

  /** What both have seen. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(120);
  }
}
