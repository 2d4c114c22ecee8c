package io.github.semel.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many retries all calls together may make: a share of the calls, and a reserve for quiet
 * times. When a server fails for everybody, a fleet that retries each call three times would send
 * it four times the load; with a budget it sends a little more than usual. Share one among all
 * clients of a server. Safe for any thread.
 */
public final class RetryBudget {

  private static final long UNIT = 1_000;

  private final long perCall;
  private final long most;
  private final AtomicLong left;

  private RetryBudget(long perCall, long most) {
    this.perCall = perCall;
    this.most = most;
    this.left = new AtomicLong(most);
  }

  /**
   * A budget.
   *
   * @param share retries earned by each call; 0 to 10, in steps of a thousandth
   * @param reserve how many retries may be saved up, and are there at the start; 1 to a million
   * @throws IllegalArgumentException when one is out of its bounds
   */
  public static RetryBudget of(double share, int reserve) {
    if (!(share >= 0 && share <= 10)) {
      throw new IllegalArgumentException("share must be 0 to 10, but is " + share);
    }
    if (reserve < 1 || reserve > 1_000_000) {
      throw new IllegalArgumentException("reserve must be 1 to 1000000, but is " + reserve);
    }
    return new RetryBudget(Math.round(share * UNIT), reserve * UNIT);
  }

  /** A fifth of the calls, and a reserve of 10. */
  public static RetryBudget standard() {
    return of(0.2, 10);
  }

  /** A call was made for the first time. */
  void earn() {
    left.updateAndGet(now -> Math.min(most, now + perCall));
  }

  /** Takes one retry; false when there is none left. */
  boolean spend() {
    return left.getAndUpdate(now -> now >= UNIT ? now - UNIT : now) >= UNIT;
  }
}
