package io.github.semel.heap;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for so many entries. A place is taken before an entry is put in and given back when it is
 * removed, so the bound is exact. Without a bound nothing is counted, and the threads share
 * nothing.
 */
final class Capacity {

  static final long UNBOUNDED = Long.MAX_VALUE;

  private final long max;

  /** Places taken; changed by compare-and-set, so never above {@link #max}. */
  private final AtomicLong taken = new AtomicLong();

  Capacity(long max) {
    this.max = max;
  }

  OptionalLong max() {
    return isBounded() ? OptionalLong.of(max) : OptionalLong.empty();
  }

  boolean isBounded() {
    return max != UNBOUNDED;
  }

  /** Takes a place, if there is one; only where there is a bound. */
  boolean take() {
    long count = taken.get();
    while (count < max) {
      long witness = taken.compareAndExchange(count, count + 1);
      if (witness == count) {
        return true;
      }
      count = witness;
    }
    return false;
  }

  boolean hasRoom() {
    return taken.get() < max;
  }

  void giveBack() {
    if (isBounded()) {
      taken.decrementAndGet();
    }
  }
}
