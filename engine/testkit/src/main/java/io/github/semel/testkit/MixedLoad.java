package io.github.semel.testkit;

import io.github.semel.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A load of all operations from many threads: fresh claims and duplicates on a few hot keys and
 * many cold ones, completions, renewals, releases, abandoned claims, tickets that are stale or
 * another thread's, calls sent again, amendments, forgets, batches, scans, and a clock that goes on
 * meanwhile. What each thread does follows from the seed; how the threads meet does not.
 */
public final class MixedLoad {

  /** Tickets that any thread may use, so that stale ones are used by others than their holders. */
  private static final int SHARED_TICKETS = 1_024;

  private final int threads;
  private final long operations;
  private final int keys;
  private final long seed;

  private MixedLoad(int threads, long operations, int keys, long seed) {
    this.threads = threads;
    this.operations = operations;
    this.keys = keys;
    this.seed = seed;
  }

  /**
   * A load.
   *
   * @param threads how many threads; 1 to 1,000
   * @param operations how many calls they make together; at least one
   * @param keys how many keys they use; 1 to 100 million
   * @param seed from which the threads draw what they do
   */
  public static MixedLoad of(int threads, long operations, int keys, long seed) {
    Limits.requireRange("threads", threads, 1, 1_000);
    Limits.requireRange("operations", operations, 1, Long.MAX_VALUE);
    Limits.requireRange("keys", keys, 1, 100_000_000);
    return new MixedLoad(threads, operations, keys, seed);
  }

  /** Runs against a store that goes by {@code clock}, which the load moves on. */
  public LoadReport run(CheckedStore store, ManualClock clock) throws InterruptedException {
    return drive(store, Limits.requireNonNull("clock", clock));
  }

  /** Runs against a store whose time passes by itself. */
  public LoadReport run(CheckedStore store) throws InterruptedException {
    return drive(store, null);
  }

  private LoadReport drive(CheckedStore store, @Nullable ManualClock clock)
      throws InterruptedException {
    ContractKeys fresh = new ContractKeys();
    List<String> names = new ArrayList<>(keys);
    for (int i = 0; i < keys; i++) {
      names.add(fresh.next());
    }
    MixedLoadThread.Shared shared =
        new MixedLoadThread.Shared(store, clock, names, new AtomicReferenceArray<>(SHARED_TICKETS));
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<MixedLoadThread> loads = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    long started = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      long share = operations / threads + (i < operations % threads ? 1 : 0);
      MixedLoadThread load = new MixedLoadThread(shared, share, seed * 1_000 + i);
      Thread thread = new Thread(() -> runOne(load, failure), "load-" + i);
      thread.setDaemon(true);
      loads.add(load);
      running.add(thread);
      thread.start();
    }
    for (Thread thread : running) {
      thread.join();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("a thread of the load failed: " + thrown, thrown);
    }
    Map<String, Long> answers = new HashMap<>();
    long made = 0;
    for (MixedLoadThread load : loads) {
      made += load.made();
      load.answers().forEach((answer, count) -> answers.merge(answer, count, Long::sum));
    }
    return new LoadReport(made, took, answers, store.violations(), store.violationCount());
  }

  private static void runOne(MixedLoadThread load, AtomicReference<@Nullable Throwable> failure) {
    try {
      load.run();
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }
}
