package io.github.semel.chronicle;

import io.github.semel.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.hash.locks.InterProcessLock;

/** Takes locks of the map within a bound: by itself, Chronicle Map would spin for a minute. */
final class BoundedLock {

  /**
   * How often a thread tries before it sleeps. Who holds a lock holds it for microseconds, unless
   * it has lost its processor, which a sleeper leaves to it.
   */
  private static final int SPINS = 64;

  private static final long FIRST_PAUSE_NANOS = 1_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private final Duration bound;

  BoundedLock(Duration bound) {
    this.bound = bound;
  }

  /**
   * Takes a lock. An interrupt is kept for later: the wait is bounded.
   *
   * @param what what the lock is of, for the message
   * @throws StoreUnavailableException when it was not to be had
   */
  void take(InterProcessLock lock, String what) {
    if (lock.tryLock()) {
      return;
    }
    long deadline = System.nanoTime() + bound.toNanos();
    boolean interrupted = false;
    try {
      long pause = FIRST_PAUSE_NANOS;
      for (int tries = 1; System.nanoTime() - deadline < 0; tries++) {
        if (tries <= SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
          // An interrupted thread would not sleep.
          interrupted |= Thread.interrupted();
        }
        if (lock.tryLock()) {
          return;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throw new StoreUnavailableException(
        "the part of the store that has "
            + what
            + " was locked for "
            + bound
            + "; nothing was changed",
        null);
  }
}
