package io.github.semel.benchmarks.contender;

import io.github.semel.StoreClock;

/**
 * Time that goes by with the fresh keys, as if ten thousand came each second. With a ttl in that
 * time, each contender holds the same number of live entries, however fast it is and whatever
 * machine it runs on. A ttl is then minutes long: one of a second would fall below the width of
 * Caffeine's timer wheel, and say more about that than about Caffeine.
 *
 * <p>A reading also pays for {@link System#nanoTime}, because a contender in service would.
 */
public final class LogicalClock implements StoreClock {

  /** How far one fresh key moves the time. */
  public static final long MICROS_A_KEY = 100;

  // A time that a machine could have: 2026-01-01T00:00:00Z.
  private static final long START_MICROS = 1_767_225_600_000_000L;

  private final KeySequence sequence;

  /** A clock that goes with {@code sequence}. */
  public LogicalClock(KeySequence sequence) {
    this.sequence = sequence;
  }

  @Override
  public long micros() {
    // The sign bit of the timer does not change while a process runs, but the compiler cannot know.
    return START_MICROS + sequence.taken() * MICROS_A_KEY + (System.nanoTime() >>> 63);
  }

  /** The same time in nanoseconds, for tickers. */
  public long nanos() {
    return micros() * 1_000;
  }
}
