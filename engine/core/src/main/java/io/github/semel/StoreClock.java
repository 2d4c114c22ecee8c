package io.github.semel;

/**
 * A store's own time. A store reads it inside the atomic step that the reading decides, because a
 * reading taken earlier makes leases non-linearizable.
 */
@FunctionalInterface
public interface StoreClock {

  /**
   * Microseconds since the epoch. Never less than what an earlier call returned. Called often and
   * by many threads: it should take nanoseconds.
   */
  long micros();

  /**
   * The wall clock as it stood when this class was loaded, advanced by the JVM's monotonic timer:
   * jumps of the wall clock move no lease. For stores inside one process.
   */
  static StoreClock monotonic() {
    return MonotonicClock.INSTANCE;
  }
}
