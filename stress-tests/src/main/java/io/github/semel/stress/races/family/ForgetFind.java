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

/** A reader never sees what is written where the outcome of its key was. */
@JCStressTest
@State
@Description("A reader never sees what is written where the outcome of its key was.")
@Outcome(
    id = "replaced, outcome a, absent / the other's outcome",
    expect = Expect.ACCEPTABLE,
    desc = "The reader was first")
@Outcome(
    id = "replaced, absent, absent / the other's outcome",
    expect = Expect.ACCEPTABLE,
    desc = "The operator was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.OUTCOME_READ_AFTER_REUSE)
public class ForgetFind {

  private final Contest contest = Contest.begin();
  private final IdempotencyRecord.Completed seen = contest.takeAndComplete(100);

  /** Drops the key, and records as much for another. */
  @Actor
  public void operator(LLL_Result answers) {
    answers.r1 = contest.replaceByOther(110, seen);
  }

  /** Looks. */
  @Actor
  public void reader(LLL_Result answers) {
    answers.r2 = contest.find(110);
  }

  /** Dropped, and replaced. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.findBothInTheEnd(120);
  }
}
