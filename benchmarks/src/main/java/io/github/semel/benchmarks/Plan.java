package io.github.semel.benchmarks;

import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.suite.Duplicates;
import io.github.semel.benchmarks.suite.FreshKeys;
import io.github.semel.benchmarks.suite.HotKey;
import io.github.semel.benchmarks.suite.WebhookStorm;
import io.github.semel.benchmarks.suite.ZipfMix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;

/**
 * What a comparison runs, in order.
 *
 * <p>Each run is one fork of one benchmark for one contender. The second fork of anything comes
 * after the first of everything, so that a machine that slows down meanwhile slows all contenders
 * alike, and a store's second name comes last, as far from its first as can be.
 *
 * @param runs the runs
 * @param footprints whose memory is measured
 * @param footprintEntries how many entries are live when memory is measured
 * @param settings in words, for the report
 */
record Plan(List<Run> runs, List<String> footprints, int footprintEntries, String settings) {

  private static final List<String> QUICK_DUPLICATES =
      List.of("heap:", "compact:", Contenders.BASELINE);

  /** The rivals that are compared in everything. */
  private static final Set<String> CLOSE = Set.of(Contenders.BASELINE, "caffeine");

  /**
   * One fork.
   *
   * @param benchmark the class of the benchmark
   * @param mode throughput or sampled time
   * @param threads how many threads call at once
   * @param store the contender's name
   * @param timing how long
   */
  record Run(Class<?> benchmark, Mode mode, int threads, String store, Timing timing) {

    /** As the progress and the list of failures name it. */
    String title() {
      return benchmark.getSimpleName()
          + (mode == Mode.SampleTime ? ", latency" : "")
          + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
    }
  }

  /** How long a fork warms up and measures. */
  record Timing(int warmups, int warmupMillis, int iterations, int iterationMillis) {

    int millis() {
      return warmups * warmupMillis + iterations * iterationMillis;
    }

    @Override
    public String toString() {
      return "warm-up %d x %d ms after filling, measurement %d x %d ms"
          .formatted(warmups, warmupMillis, iterations, iterationMillis);
    }
  }

  /** The plan for an extent. */
  static Plan of(CompareOptions options) {
    List<String> inOrder =
        Stream.concat(
                options.stores().stream().filter(store -> !Contenders.isAlias(store)),
                options.stores().stream().filter(Contenders::isAlias))
            .toList();
    return switch (options.extent()) {
      case QUICK -> quick(options, inOrder);
      case FULL -> full(options, inOrder);
    };
  }

  /**
   * Two minutes: fresh keys for all that are asked for, and duplicates where they differ most. Ten
   * short iterations rather than a few long ones, because the confidence interval of so few
   * measurements narrows with their number more than with their length.
   */
  private static Plan quick(CompareOptions options, List<String> stores) {
    Timing timing = new Timing(1, 300, 10, 150);
    List<Integer> threads = orElse(options.threads(), List.of(2));
    List<Run> runs = new ArrayList<>();
    add(runs, FreshKeys.class, Mode.Throughput, threads, stores, timing);
    List<String> duplicated =
        stores.stream()
            .filter(store -> QUICK_DUPLICATES.contains(store) && !Contenders.isAlias(store))
            .toList();
    add(runs, Duplicates.class, Mode.Throughput, threads, duplicated, timing);
    return new Plan(
        runs, measurable(options), 100_000, timing + "; 1 fork: a first look, not for quoting");
  }

  /** Those on the heap: JOL sees nothing outside of it; the chronicle suite measures that. */
  private static List<String> measurable(CompareOptions options) {
    return options.stores().stream()
        .filter(store -> !Contenders.isOffHeap(store) && !Contenders.isAlias(store))
        .toList();
  }

  /**
   * Half an hour: everything for the stores and the rivals that come close, and for the others what
   * tells them apart. Short iterations in several forks, for the reason that {@link #quick} gives:
   * processes differ by more than iterations do.
   */
  private static Plan full(CompareOptions options, List<String> stores) {
    Timing timing = new Timing(2, 750, 5, 750);
    int forks = options.forks();
    List<Integer> threads = orElse(options.threads(), List.of(1, 2, 8));
    List<Integer> some = List.of(threads.get(threads.size() / 2));
    // A storm has many callers.
    List<Integer> most = List.of(Collections.max(threads));
    List<String> close = stores.stream().filter(Plan::isClose).toList();
    List<String> others = stores.stream().filter(store -> !isClose(store)).toList();
    List<Run> runs = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      add(runs, FreshKeys.class, Mode.Throughput, threads, close, timing);
      add(runs, FreshKeys.class, Mode.Throughput, some, others, timing);
      add(runs, Duplicates.class, Mode.Throughput, some, stores, timing);
      add(runs, HotKey.class, Mode.Throughput, some, close, timing);
      add(runs, WebhookStorm.class, Mode.Throughput, most, close, timing);
      add(runs, ZipfMix.class, Mode.Throughput, some, close, timing);
      add(runs, FreshKeys.class, Mode.SampleTime, some, close, timing);
      add(runs, Duplicates.class, Mode.SampleTime, some, close, timing);
    }
    return new Plan(runs, measurable(options), 1_000_000, timing + "; " + forksInWords(forks));
  }

  /** A number of forks, as the settings name it. */
  static String forksInWords(int forks) {
    return forks + (forks == 1 ? " fork" : " forks");
  }

  private static boolean isClose(String store) {
    return !Contenders.isAlias(store) && (!Contenders.isRival(store) || CLOSE.contains(store));
  }

  private static void add(
      List<Run> runs,
      Class<?> benchmark,
      Mode mode,
      List<Integer> threads,
      List<String> stores,
      Timing timing) {
    for (int count : threads) {
      for (String store : stores) {
        runs.add(new Run(benchmark, mode, count, store, timing));
      }
    }
  }

  private static List<Integer> orElse(List<Integer> given, List<Integer> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }
}
