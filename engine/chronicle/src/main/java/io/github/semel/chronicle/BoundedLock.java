package io.github.semel.chronicle;

import io.github.semel.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.hash.locks.InterProcessLock;

/** Takes locks of the map within a bound: by itself, Chronicle Map would spin for a minute. */
final class BoundedLock {

  /**
   * Chronicle Map measures longer waits by how often it has seen the clock tick, which is seldom in
   * a thread that gets no processor.
   */
  private static final long SLICE_NANOS = 1_000_000;

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
      do {
        try {
          if (lock.tryLock(SLICE_NANOS, TimeUnit.NANOSECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      } while (System.nanoTime() - deadline < 0);
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
