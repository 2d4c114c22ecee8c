package io.github.semel.testkit;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is moved, and is only ever moved forward. Safe for any number
 * of threads.
 */
public final class ManualClock implements StoreClock {

  /** Where a new clock stands: a time that a server could have, so that no test meets time zero. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong micros = new AtomicLong(Micros.of(START));

  /** A clock that stands at {@link #START}. */
  public ManualClock() {}

  @Override
  public long micros() {
    return micros.get();
  }

  /** The time that the clock shows. */
  public Instant instant() {
    return Micros.toInstant(micros());
  }

  /**
   * Moves the clock forward, by whole microseconds, rounded up.
   *
   * @param step zero or more
   * @return the time that the clock shows then
   * @throws InvalidArgumentException when {@code step} is negative: no store's time goes backwards
   */
  public Instant advance(Duration step) {
    if (Limits.requireNonNull("step", step).isNegative()) {
      throw new InvalidArgumentException("step", step, "zero or more");
    }
    return Micros.toInstant(micros.addAndGet(Micros.of(step)));
  }
}
