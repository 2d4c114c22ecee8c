package io.github.semel.benchmarks.choose;

import io.github.semel.benchmarks.choose.Workload.Survive;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ten workloads, and the store that the measured files in the tests' resources support for each.
 */
final class Workloads {

  private static final long GB = 1_000_000_000;
  private static final String NONE = "";

  private Workloads() {}

  /** With {@code ""} where none fits. */
  static Map<Workload, String> all() {
    Map<Workload, String> all = new LinkedHashMap<>();
    Duration day = Duration.ofHours(24);
    Duration hour = Duration.ofHours(1);
    // 164 million records of 712 bytes are 117 GB, on the only kind that three processes can share.
    all.put(new Workload(2_000, 512, day, 0.05, 3, Survive.HOST_LOSS, 5_000, 8 * GB), NONE);
    all.put(new Workload(2_000, 512, day, 0.05, 3, Survive.HOST_LOSS, 5_000, 128 * GB), "redis:");
    // A default service: both in-heap stores fit, and compact: takes less.
    all.put(Workload.DEFAULT, "compact:");
    // 3.42 million records: compact: 2.9 GB with what the collector needs, off the heap 2.1 GB.
    all.put(new Workload(1_000, 512, hour, 0.05, 1, Survive.NOTHING, 5_000, 3 * GB), "compact:");
    all.put(
        new Workload(1_000, 512, hour, 0.05, 1, Survive.NOTHING, 5_000, 2_500_000_000L),
        "chronicle: in memory");
    all.put(
        new Workload(1_000, 512, hour, 0.05, 1, Survive.PROCESS_CRASH, 5_000, 3 * GB),
        "chronicle: in a file");
    all.put(new Workload(1_000, 512, hour, 0, 1, Survive.HOST_LOSS, 5_000, 3 * GB), "redis:");
    // More than 250,000 a second: beyond the file and Redis.
    all.put(
        new Workload(280_000, 0, Duration.ofSeconds(10), 0, 1, Survive.PROCESS_CRASH, 5_000, GB),
        NONE);
    // 100,000 a second within 1 ms: not heap:, which took 8 ms there.
    all.put(
        new Workload(100_000, 100, Duration.ofSeconds(10), 0, 1, Survive.NOTHING, 1_000, 8 * GB),
        "compact:");
    // 2,000 a second within 1 ms over two processes: Redis took 1.5 ms.
    all.put(
        new Workload(2_000, 100, Duration.ofSeconds(10), 0.5, 2, Survive.NOTHING, 1_000, 8 * GB),
        NONE);
    return all;
  }
}
