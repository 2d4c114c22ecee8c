package io.github.semel.benchmarks;

import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.chronicle.ChronicleMapStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a comparison is asked to do.
 *
 * @param extent how much is measured
 * @param suites what is measured
 * @param stores the contenders of the heap suite in the order of the rows, the second name of a
 *     store included
 * @param threads how many threads call at once in the heap suite, one run for each; empty for what
 *     the extent says
 * @param forks how many processes each row of the heap and Redis suites has, where all is measured
 * @param results where the files are written
 * @param heap the heap of each fork, as {@code -Xmx} takes it
 */
record CompareOptions(
    Extent extent,
    Set<Suite> suites,
    List<String> stores,
    List<Integer> threads,
    int forks,
    Path results,
    String heap) {

  /** How much is measured. */
  enum Extent {
    /** Minutes: for a first look. */
    QUICK,
    /** An hour or more: for figures to be quoted. */
    FULL
  }

  /** What is measured. */
  enum Suite {
    /** The stores in memory, or of any URI, with the caches that people use instead. */
    HEAP,
    /** What the store in a file takes, and how long it takes to be opened again. */
    CHRONICLE,
    /** The store on Redis, over servers that the comparison starts. */
    REDIS,
    /** The stores in memory under a steady load: how cost grows with what is live, and waits. */
    LOAD,
    /** HTTP servers with idempotency keys and without. */
    HTTP;

    /** As the command line takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** In memory, with room for twice the live entries of the benchmarks; their keys are UUIDs. */
  static final String OFF_HEAP = "chronicle:?maxEntries=2000000&averageKeyBytes=0";

  /** Our own stores with the bare map, and the cache that people know best. */
  private static final List<String> CLOSEST =
      List.of("heap:", "compact:", OFF_HEAP, Contenders.BASELINE, "caffeine");

  /** The stores that are compared where none are named. */
  static List<String> defaultStores(Extent extent) {
    return switch (extent) {
      case QUICK -> CLOSEST;
      case FULL ->
          Stream.concat(Stream.of("heap:", "compact:", OFF_HEAP), Contenders.rivals().stream())
              .toList();
    };
  }

  /** The same for all: a heap of a fixed size, all of it touched before anything is measured. */
  List<String> jvmArguments() {
    return jvmArguments(heap, "G1");
  }

  /** The same with another heap and collector, named as its JVM flag does. */
  static List<String> jvmArguments(String heap, String collector) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:+Use" + collector + "GC",
                "-XX:+AlwaysPreTouch"));
    arguments.addAll(ChronicleMapStore.jvmFlags());
    return arguments;
  }
}
