package io.github.semel.benchmarks.suite;

/**
 * How large a part of all threads' requests was duplicates. A thread adds an iteration as one step:
 * JMH tears a shared state down once the first of its threads is done, when another may not have
 * handed in its last iteration. That one is missed whole then, and the share stays right.
 */
final class DuplicateShare {

  // Guarded by this.
  private long requests;
  private long claimed;

  /**
   * Counts the requests of one iteration of one thread.
   *
   * @param requests how many it made
   * @param claimed how many of them were the first of their key
   */
  synchronized void add(long requests, long claimed) {
    this.requests += requests;
    this.claimed += claimed;
  }

  /** In percent; NaN before anything was added. */
  synchronized double percent() {
    return 100.0 - 100.0 * claimed / requests;
  }
}
