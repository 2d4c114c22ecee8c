package io.github.semel.benchmarks;

import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.load.Load;
import java.util.ArrayList;
import java.util.List;

/**
 * The loads of a comparison, in order.
 *
 * @param runs the loads
 * @param settings in words, for the report
 */
record LoadPlan(List<Run> runs, String settings) {

  private static final int MILLION = 1_000_000;

  /** The stores that keep their records on the heap, and the map that they are set against. */
  private static final List<String> ON_HEAP = List.of(Contenders.BASELINE, "heap:", "compact:");

  /** The store on a Redis that has to be started. */
  static final String REDIS = "redis:";

  /** How many threads call a store on a server. */
  static final int REDIS_CALLERS = 16;

  private static final int REDIS_LIVE = 10_000;
  private static final int REDIS_RATE = 2_000;

  /**
   * One load in a process of its own.
   *
   * @param question which of the tables it belongs to
   * @param workload its name, where it has one
   * @param heap the heap of the process, as {@code -Xmx} takes it
   * @param collector as its JVM flag names it
   */
  record Run(Question question, String workload, Load load, String heap, String collector) {

    /** As the progress and the list of failures name it. */
    String title() {
      String what = workload.isEmpty() ? question.title() : workload;
      return what + ", " + load.live() + " live, " + collector;
    }
  }

  /** What a load is to tell. */
  enum Question {
    /** How many operations, and what they cost, as the live entries grow in number. */
    CAPACITY("as fast as it can"),
    /** How long requests wait that come at their own time. */
    WAIT("open loop"),
    /** What the collector takes for the same work. */
    COLLECTOR("collector"),
    /** What people use such stores for. */
    WORKLOAD("workload");

    private final String title;

    Question(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  static LoadPlan of(CompareOptions.Extent extent) {
    return switch (extent) {
      case QUICK -> quick();
      case FULL -> full();
    };
  }

  private static LoadPlan quick() {
    List<Run> runs = new ArrayList<>();
    for (String store : ON_HEAP) {
      runs.add(capacity(store, MILLION, 200, "2g", 1_000, 2_000));
    }
    for (String store : ON_HEAP) {
      runs.add(waits(store, MILLION, 100_000, "2g", 1_000, 3_000));
    }
    runs.add(redis(1_000, 3_000));
    return new LoadPlan(runs, "2 to 3 s each after filling and 1 s of warm-up");
  }

  private static LoadPlan full() {
    List<Run> runs = new ArrayList<>();
    for (int live : new int[] {10_000, MILLION, 5 * MILLION}) {
      String heap = live > MILLION ? "8g" : "2g";
      for (String store :
          List.of(Contenders.BASELINE, "caffeine", "heap:", "compact:", offHeap(live, 200))) {
        runs.add(capacity(store, live, 200, heap, 3_000, 8_000));
      }
    }
    for (String store :
        List.of(Contenders.BASELINE, "caffeine", "heap:", "compact:", offHeap(3 * MILLION, 200))) {
      runs.add(waits(store, 3 * MILLION, 200_000, "6g", 3_000, 15_000));
    }
    runs.add(redis(3_000, 15_000));
    for (String collector : List.of("G1", "Z")) {
      for (String store : ON_HEAP) {
        Load load = new Load(store, 20 * MILLION, 0, 0, 2, 200_000, 3_000, 40_000);
        runs.add(new Run(Question.COLLECTOR, "", load, "14g", collector));
      }
    }
    for (String store : ON_HEAP) {
      runs.add(capacity(store, 50 * MILLION, 0, "18g", 3_000, 8_000));
    }
    for (String store :
        List.of(Contenders.BASELINE, "caffeine", "heap:", "compact:", offHeap(MILLION, 512))) {
      runs.add(workload("payments", new Load(store, MILLION, 512, 5, 1, 20_000, 3_000, 8_000)));
    }
    for (String store :
        List.of(Contenders.BASELINE, "caffeine", "heap:", "compact:", offHeap(MILLION, 0))) {
      Load messages = new Load(store, MILLION, 0, 1, 1, 100_000, 3_000, 8_000);
      runs.add(workload("messages, 500 at a time", messages.inBatches(500)));
    }
    for (String store : List.of("caffeine", "heap:", "compact:", offHeap(MILLION, 200))) {
      Load churn = new Load(store, MILLION, 200, 5, 1, 50_000, 3_000, 8_000);
      runs.add(workload("churn of three TTLs", churn.withMixedTtls()));
    }
    for (String store :
        List.of(Contenders.BASELINE, "caffeine", "heap:", "compact:", offHeap(50_000, 16_384))) {
      runs.add(
          workload("large outcomes", new Load(store, 50_000, 16_384, 5, 1, 5_000, 3_000, 8_000)));
    }
    return new LoadPlan(runs, "8 to 40 s each after filling and 3 s of warm-up");
  }

  private static Run capacity(
      String store, int live, int responseBytes, String heap, int warmupMillis, int millis) {
    Load load = new Load(store, live, responseBytes, 0, 2, 0, warmupMillis, millis);
    return new Run(Question.CAPACITY, "", load, heap, "G1");
  }

  private static Run waits(
      String store, int live, int rate, String heap, int warmupMillis, int millis) {
    // One thread: a second one that waits for its time would leave no processor to the collector.
    Load load = new Load(store, live, 200, 0, 1, rate, warmupMillis, millis);
    return new Run(Question.WAIT, "", load, heap, "G1");
  }

  /**
   * A server that the comparison starts. Its callers wait for it, so there are as many as it takes
   * to send what is due.
   */
  private static Run redis(int warmupMillis, int millis) {
    Load load =
        new Load(REDIS, REDIS_LIVE, 200, 0, REDIS_CALLERS, REDIS_RATE, warmupMillis, millis);
    return new Run(Question.WAIT, "", load, "2g", "G1");
  }

  private static Run workload(String name, Load load) {
    return new Run(Question.WORKLOAD, name, load, "4g", "G1");
  }

  /** The off-heap store in memory, with room for what is live and what is not yet swept. */
  private static String offHeap(int live, int responseBytes) {
    return "chronicle:?maxEntries="
        + 2L * live
        + "&averageKeyBytes=0&reservedOutcomeBytes="
        + responseBytes;
  }
}
