package io.github.semel.stress.history;

import java.util.Arrays;

/**
 * What is known of five times, of which none need be known exactly: an upper bound for each
 * difference of two, as tight as the bounds together make it (a difference bound matrix). All
 * questions of leases and expiry are about such differences, so nothing is lost by it.
 */
final class Zone {

  /** Time zero. */
  static final int ZERO = 0;

  /** The store's time at the last call that took place. */
  static final int NOW = 1;

  /** When the record got its state: claimed or completed. */
  static final int SINCE = 2;

  /** When the lease was given last. */
  static final int LEASED = 3;

  /** When a call that changes nothing read the clock; of no meaning after it. */
  static final int READ = 4;

  private static final int TIMES = 5;
  private static final long UNBOUNDED = Long.MAX_VALUE / 4;

  /** The bound of {@code a - b} is at {@code a * TIMES + b}. */
  private final long[] bounds;

  private Zone(long[] bounds) {
    this.bounds = bounds;
  }

  /** The beginning: all times are the same, and at zero or later. */
  static Zone start() {
    long[] bounds = new long[TIMES * TIMES];
    for (int time = NOW; time < TIMES; time++) {
      bounds[time * TIMES + ZERO] = UNBOUNDED;
    }
    return new Zone(bounds);
  }

  Zone copy() {
    return new Zone(bounds.clone());
  }

  /** Demands {@code a - b <= most}; false when that cannot be, and the zone is of no use then. */
  boolean atMost(int a, int b, long most) {
    if (most >= bounds[a * TIMES + b]) {
      return true;
    }
    if (bounds[b * TIMES + a] + most < 0) {
      return false;
    }
    for (int p = 0; p < TIMES; p++) {
      long reach = bounds[p * TIMES + a] + most;
      for (int q = 0; q < TIMES; q++) {
        long sum = reach + bounds[b * TIMES + q];
        if (sum < bounds[p * TIMES + q]) {
          bounds[p * TIMES + q] = sum;
        }
      }
    }
    return true;
  }

  /** Demands {@code a - b >= least}. */
  boolean atLeast(int a, int b, long least) {
    return atMost(b, a, -least);
  }

  /** Demands {@code a - b == difference}. */
  boolean exactly(int a, int b, long difference) {
    return atMost(a, b, difference) && atLeast(a, b, difference);
  }

  /**
   * A time, now so far, goes on to somewhere between two bounds; false when it is past the later
   * one.
   */
  boolean moveOn(int time, long from, long to) {
    for (int other = 0; other < TIMES; other++) {
      if (other != time) {
        bounds[time * TIMES + other] = UNBOUNDED;
      }
    }
    return atLeast(time, ZERO, from) && (to == Call.NEVER || atMost(time, ZERO, to));
  }

  /** This time is now. */
  void set(int time) {
    for (int other = 0; other < TIMES; other++) {
      bounds[time * TIMES + other] = bounds[NOW * TIMES + other];
      bounds[other * TIMES + time] = bounds[other * TIMES + NOW];
    }
    bounds[time * TIMES + time] = 0;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Zone that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }
}
