package io.github.semel.chronicle;

import io.github.semel.StoreClosedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets callers in, and has {@link #close} wait until they are out: the memory of a closed map is
 * gone, and who reads it ends the process. Interrupts stay outside, because one that comes while a
 * file is touched closes it under all threads; the caller finds its interrupt again as it leaves.
 *
 * <p>A caller counts itself in before it looks whether the gate is closed, and closing looks at the
 * counts after it has closed the gate; all of these are volatile, so one of the two sees the other.
 */
final class Gate {

  /** Counts, so that callers on different cores do not write to one line of their caches. */
  private static final int COUNTS = 16;

  private static final int LINE = 16;
  private static final int INTERRUPTED = 1 << 30;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private final String store;
  private final AtomicLongArray inside = new AtomicLongArray(COUNTS * LINE);

  /** Set once, by {@link #close}. */
  private volatile boolean closed;

  Gate(String store) {
    this.store = store;
  }

  /**
   * Lets the caller in.
   *
   * @return what {@link #leave} wants
   */
  int enter() {
    int count = (System.identityHashCode(Thread.currentThread()) & (COUNTS - 1)) * LINE;
    inside.incrementAndGet(count);
    if (closed) {
      inside.decrementAndGet(count);
      throw new StoreClosedException(store);
    }
    return Thread.interrupted() ? count | INTERRUPTED : count;
  }

  /** The caller is out. */
  void leave(int entered) {
    inside.decrementAndGet(entered & ~INTERRUPTED);
    if ((entered & INTERRUPTED) != 0) {
      Thread.currentThread().interrupt();
    }
  }

  boolean closed() {
    return closed;
  }

  /**
   * Lets nobody in any more; true when everybody is out, before {@code bound} is over. The caller
   * is not interrupted: it would not pause.
   */
  boolean close(Duration bound) {
    closed = true;
    long deadline = System.nanoTime() + bound.toNanos();
    while (someoneInside()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(this, LONGEST_PAUSE_NANOS);
    }
    return true;
  }

  private boolean someoneInside() {
    for (int i = 0; i < inside.length(); i += LINE) {
      if (inside.get(i) != 0) {
        return true;
      }
    }
    return false;
  }
}
