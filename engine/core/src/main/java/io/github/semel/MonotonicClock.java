package io.github.semel;

import java.time.Instant;

/** The process's monotonic timer, anchored to the wall clock once. */
final class MonotonicClock implements StoreClock {

  static final MonotonicClock INSTANCE = new MonotonicClock();

  private final long origin = System.nanoTime();
  private final long anchorMicros = Micros.of(Instant.now());

  private MonotonicClock() {}

  @Override
  public long micros() {
    return anchorMicros + (System.nanoTime() - origin) / 1_000;
  }
}
