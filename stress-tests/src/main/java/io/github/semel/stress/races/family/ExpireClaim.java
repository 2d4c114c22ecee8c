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

/** An outcome is replayed until it expires, and from then on the key is free, once. */
@JCStressTest
@State
@Description("An outcome is replayed until it expires, and from then on the key is free, once.")
@Outcome(
    id = "outcome a, acquired, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The first came in time")
@Outcome(
    id = "busy, acquired, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The first came after the second")
@Outcome(
    id = "acquired, busy, busy",
    expect = Expect.ACCEPTABLE,
    desc = "The first came too late, and before the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.CLAIM_CHECKS_THEN_ACTS)
public class ExpireClaim {

  private final Contest contest = Contest.begin();

  /** The key is there. */
  public ExpireClaim() {
    contest.takeAndComplete(100);
  }

  /** Claims just before the outcome expires. */
  @Actor
  public void before(LLL_Result answers) {
    answers.r1 = contest.claim(149);
  }

  /** Claims as it expires. */
  @Actor
  public void then(LLL_Result answers) {
    answers.r2 = contest.claim(150);
  }

  /** Somebody is at work. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(160);
  }
}
