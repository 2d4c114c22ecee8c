package io.github.semel.redis.connection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One caller's wait for one or more calls. Counted down by the threads that settle them. */
final class Gathering {

  private final AtomicInteger left;
  private final Thread waiter = Thread.currentThread();

  Gathering(int calls) {
    left = new AtomicInteger(calls);
  }

  void countDown() {
    if (left.decrementAndGet() == 0) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * Returns when all calls are settled or {@link System#nanoTime} has come to {@code deadline}. An
   * interrupt is kept for later: the calls are on the wire, the wait is bounded, and an answer is
   * worth more than a doubt.
   */
  void await(long deadline) {
    boolean interrupted = false;
    while (left.get() > 0) {
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        break;
      }
      LockSupport.parkNanos(this, remaining);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
