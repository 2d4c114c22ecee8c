package io.github.semel.benchmarks;

import io.github.semel.benchmarks.Plan.Run;
import io.github.semel.benchmarks.Plan.Timing;
import io.github.semel.benchmarks.redis.RedisBatches;
import io.github.semel.benchmarks.redis.RedisClaims;
import io.github.semel.benchmarks.redis.RedisClaimsOnVirtualThreads;
import io.github.semel.benchmarks.redis.RedisDurability;
import io.github.semel.benchmarks.redis.RedisOperations;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;

/**
 * What a comparison runs over Redis, in order; the order follows the same thought as that of {@link
 * Plan}.
 *
 * @param runs the forks
 * @param counted whose commands are counted
 * @param records how many records the server's memory is measured with
 * @param settings in words, for the report
 * @param notes what is left out and why, for the report
 */
record RedisPlan(
    List<Run> runs, List<String> counted, int records, String settings, List<String> notes) {

  private static final List<Integer> THREADS = List.of(1, 8, 32);
  private static final int MANY = 32;
  private static final int VIRTUAL = 256;

  private static final List<String> CLAIMS =
      List.of(
          RedisContenders.RAW_POOLED,
          RedisContenders.SEMEL_POOLED,
          RedisContenders.SEMEL_COMBINED,
          RedisContenders.LETTUCE,
          RedisContenders.NATIVE_POOLED);
  private static final List<String> BATCHES =
      List.of(
          RedisContenders.RAW_PIPELINE,
          RedisContenders.SEMEL_COMBINED,
          RedisContenders.NATIVE_PIPELINE);
  private static final List<String> DURABILITY =
      List.of(
          RedisContenders.SEMEL_POOLED,
          RedisContenders.SEMEL_COMBINED_WAIT,
          RedisContenders.SEMEL_COMBINED,
          RedisContenders.SEMEL_POOLED_WAIT);

  /** Whole operations; the commands that each takes are counted too. */
  static final List<String> OPERATIONS =
      List.of(
          RedisContenders.SEMEL_POOLED,
          RedisContenders.SEMEL_COMBINED,
          RedisContenders.REDISSON,
          RedisContenders.SPRING_INTEGRATION,
          RedisContenders.CAMEL);

  /**
   * The plan for an extent on a JDK.
   *
   * @param forks how many forks each row has, where all is measured
   * @param jdk the version of the JDK
   */
  static RedisPlan of(CompareOptions.Extent extent, int forks, int jdk) {
    return switch (extent) {
      case QUICK -> quick();
      case FULL -> full(forks, jdk);
    };
  }

  // A call is tens of microseconds, so code gets hot slowly here: after 1.5 seconds the store, with
  // more code of its own than the raw client, still had a third less throughput than after 8.

  /** The store in both its forms beside the bare script, and what it does as a whole. */
  private static RedisPlan quick() {
    Timing timing = new Timing(2, 2_500, 10, 200);
    List<Run> runs = new ArrayList<>();
    List<String> claims =
        List.of(
            RedisContenders.RAW_POOLED,
            RedisContenders.SEMEL_POOLED,
            RedisContenders.SEMEL_COMBINED);
    List<String> operations = List.of(RedisContenders.SEMEL_COMBINED);
    add(runs, RedisClaims.class, List.of(MANY), claims, timing);
    add(runs, RedisOperations.class, List.of(MANY), operations, timing);
    String settings = settings(timing) + "; 1 fork: a first look, not for quoting";
    return new RedisPlan(runs, operations, 20_000, settings, List.of());
  }

  private static RedisPlan full(int forks, int jdk) {
    Timing timing = new Timing(4, 2_000, 6, 1_000);
    boolean virtual = jdk >= RedisClaimsOnVirtualThreads.FIRST_JDK;
    List<Run> runs = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      // What is divided by each other runs close to each other: all contenders of one number of
      // threads, before the next number.
      add(runs, RedisClaims.class, THREADS, CLAIMS, timing);
      if (virtual) {
        add(runs, RedisClaimsOnVirtualThreads.class, List.of(VIRTUAL), CLAIMS, timing);
      }
      add(runs, RedisBatches.class, List.of(1), BATCHES, timing);
      add(runs, RedisDurability.class, List.of(MANY), DURABILITY, timing);
      add(runs, RedisOperations.class, THREADS, OPERATIONS, timing);
    }
    List<String> notes =
        virtual
            ? List.of()
            : List.of(
                "No claims on virtual threads: Java "
                    + jdk
                    + " has none, "
                    + RedisClaimsOnVirtualThreads.FIRST_JDK
                    + " and later have");
    return new RedisPlan(
        runs, OPERATIONS, 200_000, settings(timing) + "; " + Plan.forksInWords(forks), notes);
  }

  private static String settings(Timing timing) {
    return timing.toString().replace(" after filling", "");
  }

  private static void add(
      List<Run> runs,
      Class<?> benchmark,
      List<Integer> threads,
      List<String> stores,
      Timing timing) {
    for (int count : threads) {
      for (String store : stores) {
        runs.add(new Run(benchmark, Mode.Throughput, count, store, timing));
      }
    }
  }
}
