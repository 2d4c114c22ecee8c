package io.github.semel.benchmarks;

import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.chronicle.ChronicleMapStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
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
 * @param results where the files are written
 * @param heap the heap of each fork, as {@code -Xmx} takes it
 * @param help whether only the usage is wanted
 */
record CompareOptions(
    Extent extent,
    Set<Suite> suites,
    List<String> stores,
    List<Integer> threads,
    Path results,
    String heap,
    boolean help) {

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
    LOAD
  }

  static final String USAGE =
      """
      java -jar benchmarks.jar compare [OPTION]...

        --quick           about 13 minutes on 2 cores; this is the default
        --full            more forks, more threads, every benchmark for every contender: over an hour
        --suites A,B      heap, chronicle, redis, load; all unless given. The files of the others
                          stay as they are
        --stores A,B,...  contenders of heap: store URIs (heap:, or any other on the class path) and
                          rivals (%s);
                          our own and all rivals unless given. Without map there are no ratios
        --threads N,...   numbers of threads of heap, 1 to 64
        --heap SIZE       heap of each measured process, 2g unless given
        --results DIR     where the files are written; results unless given
        --help            this
      """
          .formatted(String.join(", ", Contenders.rivals()));

  /** In memory, with room for twice the live entries of the benchmarks; their keys are UUIDs. */
  static final String OFF_HEAP = "chronicle:?maxEntries=2000000&averageKeyBytes=0";

  private static final int MOST_THREADS = 64;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static CompareOptions parse(String... arguments) {
    Extent extent = Extent.QUICK;
    Set<Suite> suites = EnumSet.allOf(Suite.class);
    List<String> stores =
        Stream.concat(Stream.of("heap:", "compact:", OFF_HEAP), Contenders.rivals().stream())
            .toList();
    List<Integer> threads = List.of();
    Path results = Path.of("results");
    String heap = "2g";
    boolean help = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> extent = Extent.QUICK;
        case "--full" -> extent = Extent.FULL;
        case "--help" -> help = true;
        case "--suites" -> suites = suites(value(arguments, ++i));
        case "--stores" -> stores = stores(value(arguments, ++i));
        case "--threads" -> threads = threads(value(arguments, ++i));
        case "--results" -> results = Path.of(value(arguments, ++i));
        case "--heap" -> heap = value(arguments, ++i);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    return new CompareOptions(
        extent, suites, Contenders.withAlias(stores), threads, results, heap, help);
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

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }

  private static Set<Suite> suites(String value) {
    Set<Suite> suites = EnumSet.noneOf(Suite.class);
    for (String name : value.split(",")) {
      suites.add(
          Stream.of(Suite.values())
              .filter(suite -> suite.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--suites takes heap, chronicle, redis and load, not " + name)));
    }
    return suites;
  }

  private static List<String> stores(String value) {
    List<String> stores = List.of(value.split(","));
    stores.forEach(Contenders::traits); // refuses a name that nobody knows
    return stores;
  }

  private static List<Integer> threads(String value) {
    List<Integer> threads = new ArrayList<>();
    for (String number : value.split(",")) {
      if (!number.matches("[1-9][0-9]?") || Integer.parseInt(number) > MOST_THREADS) {
        throw new IllegalArgumentException(
            "--threads takes numbers from 1 to " + MOST_THREADS + ", not " + number);
      }
      threads.add(Integer.valueOf(number));
    }
    return threads;
  }
}
