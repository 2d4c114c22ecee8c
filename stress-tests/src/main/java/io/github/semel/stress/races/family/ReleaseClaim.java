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

/** A key that is released goes to one claimant, who keeps it. */
@JCStressTest
@State
@Description("A key that is released goes to one claimant, who keeps it.")
@Outcome(
    id = "released, acquired, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The release was first")
@Outcome(id = "released, busy, acquired", expect = Expect.ACCEPTABLE, desc = "The claim was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.RELEASE_REMOVES_TWICE)
public class ReleaseClaim {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Gives the key back. */
  @Actor
  public void holder(LLL_Result answers) {
    answers.r1 = contest.release(110, ticket);
  }

  /** Claims it. */
  @Actor
  public void claimant(LLL_Result answers) {
    answers.r2 = contest.claim(110);
  }

  /** Free, or held. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(120);
  }
}
