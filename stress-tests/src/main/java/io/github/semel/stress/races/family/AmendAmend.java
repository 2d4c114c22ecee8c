package io.github.semel.stress.races.family;

import io.github.semel.IdempotencyRecord;
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

/** Of two amendments of one version, exactly one is made. */
@JCStressTest
@State
@Description("Of two amendments of one version, exactly one is made.")
@Outcome(
    id = "amended, refused, outcome a",
    expect = Expect.ACCEPTABLE,
    desc = "The first was first")
@Outcome(
    id = "refused, amended, outcome b",
    expect = Expect.ACCEPTABLE,
    desc = "The second was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.AMENDMENT_CHECKS_THEN_ACTS)
public class AmendAmend {

  private final Contest contest = Contest.begin();
  private final IdempotencyRecord.Completed seen = contest.takeAndComplete(100);

  /** Writes the same again. */
  @Actor
  public void one(LLL_Result answers) {
    answers.r1 = contest.amend(110, seen, contest.a);
  }

  /** Writes something else. */
  @Actor
  public void another(LLL_Result answers) {
    answers.r2 = contest.amend(110, seen, contest.b);
  }

  /** What the one has written that was told so. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(120);
  }
}
