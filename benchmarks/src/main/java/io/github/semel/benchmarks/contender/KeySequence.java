package io.github.semel.benchmarks.contender;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers the fresh keys of a run over all its threads. Threads take numbers in batches, so that
 * the shared counter costs a contended step every {@link #BATCH} keys only.
 */
public final class KeySequence {

  /** How many numbers a thread takes at once. */
  public static final int BATCH = 64;

  // The counter stands alone on its cache lines, in the middle of an array that has nothing else.
  private static final int MIDDLE = 16;
  private final AtomicLongArray padded = new AtomicLongArray(2 * MIDDLE);

  /** The first of {@link #BATCH} numbers that nobody else gets. */
  public long take() {
    return padded.getAndAdd(MIDDLE, BATCH);
  }

  /** How many numbers were taken. */
  public long taken() {
    return padded.get(MIDDLE);
  }
}
