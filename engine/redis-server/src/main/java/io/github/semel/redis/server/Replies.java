package io.github.semel.redis.server;

import java.util.Random;

/**
 * Which chunks of replies a fault befalls. A chunk is what one read from the server gave: for a
 * client that waits for each reply, one reply.
 */
@FunctionalInterface
public interface Replies {

  /**
   * Asked once per chunk in the order of arrival, over all connections of a proxy and for one
   * thread at a time, so that it may keep count.
   */
  boolean chosen();

  /** None. */
  static Replies none() {
    return () -> false;
  }

  /** Each {@code n}th; 1 is all. */
  static Replies every(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be positive: " + n);
    }
    return new Replies() {
      // Written by chosen() alone, under the lock of the proxy that asks.
      private int seen;

      @Override
      public boolean chosen() {
        seen = (seen + 1) % n;
        return seen == 0;
      }
    };
  }

  /** Each with this probability, the same ones for the same seed and order of arrival. */
  static Replies random(double probability, long seed) {
    Random random = new Random(seed);
    return () -> random.nextDouble() < probability;
  }

  /** The next one only. */
  static Replies next() {
    return new Replies() {
      // Written by chosen() alone, under the lock of the proxy that asks.
      private boolean done;

      @Override
      public boolean chosen() {
        boolean first = !done;
        done = true;
        return first;
      }
    };
  }
}
