package io.github.semel.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a retry. Safe for any thread. */
@FunctionalInterface
public interface Backoff {

  /** The longest wait that may be asked for: a day. */
  Duration MAX_WAIT = Duration.ofDays(1);

  /**
   * The wait before a retry.
   *
   * @param retry 0 before the first retry, 1 before the second
   * @param previous the wait before the retry before this one; zero for the first
   * @param random where chance comes from
   */
  Duration delay(int retry, Duration previous, RandomGenerator random);

  /** The same wait each time. */
  static Backoff fixed(Duration wait) {
    Durations.require("wait", wait, Duration.ZERO);
    return (retry, previous, random) -> wait;
  }

  /**
   * {@code base} × 2^retry, {@code cap} at most, and up to {@code jitter} on top so that clients do
   * not come in step.
   */
  static Backoff exponential(Duration base, Duration cap, Duration jitter) {
    Durations.require("base", base, Duration.ofNanos(1));
    Durations.require("cap", cap, base);
    Durations.require("jitter", jitter, Duration.ZERO);
    return (retry, previous, random) -> {
      // Doubled step by step, because a shift would come round.
      long wait = base.toNanos();
      for (int i = 0; i < retry && wait < cap.toNanos(); i++) {
        wait *= 2;
      }
      long more = random.nextLong(jitter.toNanos() + 1);
      return Duration.ofNanos(Math.min(wait, cap.toNanos()) + more);
    };
  }

  /** From 100 ms doubling up to 10 s, and up to 100 ms on top. */
  static Backoff standard() {
    return exponential(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMillis(100));
  }

  /** Between {@code base} and three times the wait before, {@code cap} at most. */
  static Backoff decorrelated(Duration base, Duration cap) {
    Durations.require("base", base, Duration.ofNanos(1));
    Durations.require("cap", cap, base);
    return (retry, previous, random) -> {
      long most = Math.max(base.toNanos(), 3 * Math.min(previous.toNanos(), cap.toNanos()));
      long wait = random.nextLong(base.toNanos(), most + 1);
      return Duration.ofNanos(Math.min(wait, cap.toNanos()));
    };
  }
}
