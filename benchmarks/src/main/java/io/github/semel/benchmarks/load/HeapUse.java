package io.github.semel.benchmarks.load;

/** What is live on this process's heap. */
public final class HeapUse {

  /** One collection may leave what another takes: references that only the first has cleared. */
  private static final int COLLECTIONS = 3;

  private HeapUse() {}

  /** Bytes in use after collections; the least that was seen. */
  public static long afterCollections() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
