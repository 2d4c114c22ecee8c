package io.github.semel.stress;

import java.time.Duration;

/**
 * How much a campaign does.
 *
 * @param seed from which the faults and the keys are drawn
 * @param threads platform threads of a load
 * @param manyThreads virtual threads, or platform threads where the JVM has none, of those variants
 *     that have many
 * @param lostReplies how many replies of claims are lost per variant, and as many of completions
 * @param rounds how often each other fault is repeated per variant
 * @param load how long a load runs before a fault
 */
public record Sizes(
    long seed, int threads, int manyThreads, int lostReplies, int rounds, Duration load) {

  /** The most threads. */
  public static final int MOST_THREADS = 10_000;

  /** Checks the parts. */
  public Sizes {
    require("threads", threads, 1, MOST_THREADS);
    require("many-threads", manyThreads, 1, MOST_THREADS);
    require("lost-replies", lostReplies, 1, 10_000_000);
    require("rounds", rounds, 1, 1_000);
    require("load-millis", load.toMillis(), 10, 600_000);
  }

  /** What {@code mvn -Pcampaign verify} does. */
  public static Sizes full() {
    return new Sizes(1, 8, 1_000, 10_000, 3, Duration.ofSeconds(3));
  }

  /** For tests: seconds per scenario. */
  public static Sizes small() {
    return new Sizes(1, 8, 100, 300, 1, Duration.ofMillis(500));
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "--" + name + " must be " + least + " to " + most + ", but is " + value);
    }
  }
}
