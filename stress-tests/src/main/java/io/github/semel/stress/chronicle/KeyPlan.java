package io.github.semel.stress.chronicle;

import io.github.semel.Outcome;
import io.github.semel.Owner;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What is done with each key, so that the process that does it and the one that checks it agree
 * without a word: everything follows from the seed, the thread and the number of the key.
 */
final class KeyPlan {

  /** For how many bytes the store reserves room. */
  static final int RESERVED_BYTES = 64;

  private static final int MOST_GROWN_BYTES = 1_500;

  private final long seed;

  KeyPlan(long seed) {
    this.seed = seed;
  }

  /** What becomes of a key; each step is a call that is acknowledged by itself. */
  enum Fate {
    /** It is claimed and held. */
    HELD(1),
    /** It is claimed, and its lease renewed. */
    RENEWED(2),
    /** It is claimed and completed within the reserve. */
    RECORDED(2),
    /** It is claimed and completed with an outcome beyond the reserve. */
    GROWN(2),
    /** It is claimed, completed, and amended with a larger outcome. */
    AMENDED(3),
    /** It is claimed and released. */
    RELEASED(2);

    private final int steps;

    Fate(int steps) {
      this.steps = steps;
    }

    int steps() {
      return steps;
    }
  }

  /** Half are completed in place, as is usual; the others do everything else in turn. */
  static Fate fate(long number) {
    return switch ((int) (number % 10)) {
      case 0 -> Fate.HELD;
      case 2 -> Fate.RENEWED;
      case 4 -> Fate.GROWN;
      case 6 -> Fate.AMENDED;
      case 8 -> Fate.RELEASED;
      default -> Fate.RECORDED;
    };
  }

  private SplittableRandom random(int thread, long number) {
    return new SplittableRandom(seed * 31 + thread * 0x9E3779B97F4A7C15L + number);
  }

  String key(int thread, long number) {
    SplittableRandom random = random(thread, number);
    return random.nextBoolean()
        ? new UUID(random.nextLong(), random.nextLong()).toString()
        : "order-" + thread + "-" + number;
  }

  Owner owner(int thread, long number) {
    return new Owner(seed + thread, number);
  }

  /** The outcome of a step: 2 for the completion, 3 for the amendment. */
  Outcome outcome(int thread, long number, int step) {
    SplittableRandom random = random(thread, number * 4 + step);
    boolean large = step == 3 || fate(number) == Fate.GROWN;
    int length =
        large
            ? random.nextInt(RESERVED_BYTES + 1, MOST_GROWN_BYTES + 1)
            : random.nextInt(RESERVED_BYTES + 1);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Outcome.success(bytes);
  }
}
