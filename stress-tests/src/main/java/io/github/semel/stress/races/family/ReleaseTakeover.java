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

/** A holder that was taken over releases nothing. */
@JCStressTest
@State
@Description("A holder that was taken over releases nothing.")
@Outcome(
    id = "released, acquired, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The release was first: a fresh claim")
@Outcome(id = "refused, acquired 2, busy", expect = Expect.ACCEPTABLE, desc = "The taker was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.RELEASE_CHECKS_THEN_ACTS)
public class ReleaseTakeover {

  private final Contest contest = Contest.begin();
  private final Ticket ticket = contest.take(100);

  /** Gives the key back just before its lease lapses. */
  @Actor
  public void holder(LLL_Result answers) {
    answers.r1 = contest.release(149, ticket);
  }

  /** Claims as the lease lapses. */
  @Actor
  public void taker(LLL_Result answers) {
    answers.r2 = contest.claim(150);
  }

  /** The claimant has it. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(160);
  }
}
