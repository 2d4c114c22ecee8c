package io.github.semel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Conversions between {@code java.time} and microseconds, the unit in which stores keep time. */
public final class Micros {

  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1_000;

  private Micros() {}

  /** A duration in microseconds, rounded up, so that a positive duration never becomes zero. */
  public static long of(Duration duration) {
    return duration.getSeconds() * PER_SECOND + (duration.getNano() + NANOS - 1) / NANOS;
  }

  /** An instant in microseconds since the epoch, rounded down. */
  public static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** The duration of so many microseconds. */
  public static Duration toDuration(long micros) {
    return Duration.ofSeconds(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }

  /** The instant so many microseconds after the epoch. */
  public static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }
}
