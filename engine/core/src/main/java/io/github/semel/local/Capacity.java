package io.github.semel.local;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for so much: entries, or bytes. Room is taken before something is put in and given back when
 * it is removed, so the bound is exact. Without a bound nothing is counted, and the threads share
 * nothing.
 */
public final class Capacity {

  /** No bound. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  private final long max;

  /** Room taken; changed by compare-and-set, so never above {@link #max}. */
  private final AtomicLong taken = new AtomicLong();

  /** All of it free. */
  public Capacity(long max) {
    this.max = max;
  }

  /** The bound, if there is one. */
  public OptionalLong max() {
    return isBounded() ? OptionalLong.of(max) : OptionalLong.empty();
  }

  /** Whether there is a bound. */
  public boolean isBounded() {
    return max != UNBOUNDED;
  }

  /** Takes {@code amount}, if there is room; only where there is a bound. */
  public boolean take(long amount) {
    long before = taken.get();
    while (amount <= max - before) {
      long witness = taken.compareAndExchange(before, before + amount);
      if (witness == before) {
        return true;
      }
      before = witness;
    }
    return false;
  }

  /** Whether {@link #take} would have succeeded at this moment. */
  public boolean hasRoom(long amount) {
    return amount <= max - taken.get();
  }

  /** Gives back what was taken. */
  public void giveBack(long amount) {
    if (isBounded()) {
      taken.addAndGet(-amount);
    }
  }

  /** How much is taken; 0 without a bound. */
  public long taken() {
    return taken.get();
  }
}
