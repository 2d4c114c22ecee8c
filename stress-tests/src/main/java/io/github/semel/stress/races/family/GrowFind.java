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

/** A key that is there is found while others come and the store grows. */
@JCStressTest
@State
@Description("A key that is there is found while others come and the store grows.")
@Outcome(id = "came, outcome a, outcome a", expect = Expect.ACCEPTABLE, desc = "Always")
@Outcome(expect = Expect.FORBIDDEN, desc = "Anything else")
@BrokenBy(Flaw.INDEX_READ_WHILE_IT_GROWS)
public class GrowFind {

  private final Contest contest = Contest.beginInCrowd();

  /** The key is there. */
  public GrowFind() {
    contest.takeAndCompleteForLong(100);
  }

  /** Claims keys that nobody has claimed. */
  @Actor
  public void crowd(LLL_Result answers) {
    answers.r1 = contest.crowd(110);
  }

  /** Looks for the one that is there. */
  @Actor
  public void reader(LLL_Result answers) {
    answers.r2 = contest.find(110);
  }

  /** It is there still. */
  @Arbiter
  public void afterwards(LLL_Result answers) {
    answers.r3 = contest.claimInTheEnd(120);
  }
}
