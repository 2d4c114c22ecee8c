package io.github.semel.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What JMH measured of one contender in one benchmark, over all forks.
 *
 * @param key what was measured
 * @param parameters the benchmark's parameters but the contender
 * @param scores the score of every iteration: operations a microsecond, or nanoseconds an operation
 * @param allocated the bytes allocated an operation, of every iteration
 * @param sampled how many operations took how many nanoseconds; empty for throughput
 */
public record Measurement(
    Key key,
    Map<String, String> parameters,
    List<Double> scores,
    List<Double> allocated,
    Map<Double, Long> sampled) {

  static final String THROUGHPUT = "thrpt";
  static final String SAMPLED = "sample";

  private static final String STORE = "store";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /**
   * What was measured.
   *
   * @param benchmark the name of the class
   * @param mode {@code thrpt} or {@code sample}
   * @param threads how many threads called at once
   * @param store the contender's name
   */
  public record Key(String benchmark, String mode, int threads, String store) {}

  /** The measurements in JMH's JSON; forks that were run one by one are put together. */
  static Map<Key, Measurement> readAll(Json runs) {
    Map<Key, Measurement> measurements = new LinkedHashMap<>();
    for (Json run : runs.items()) {
      Key key =
          new Key(
              className(run.get("benchmark").text()),
              run.get("mode").text(),
              (int) run.get("threads").number(),
              run.get("params").get(STORE).text());
      measurements
          .computeIfAbsent(key, newKey -> Measurement.empty(newKey, run.get("params")))
          .add(run);
    }
    return measurements;
  }

  private static Measurement empty(Key key, Json parameters) {
    Map<String, String> others = new LinkedHashMap<>();
    parameters.members().forEach((name, value) -> others.put(name, value.text()));
    others.remove(STORE);
    return new Measurement(key, others, new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
  }

  /** The mean over all iterations. */
  public Estimate score() {
    return estimate(scores);
  }

  /** Bytes allocated an operation. */
  public Estimate allocatedBytes() {
    return estimate(allocated);
  }

  /** The nanoseconds within which a part of the sampled operations ended. */
  public double percentile(double part) {
    long operations = sampled.values().stream().mapToLong(Long::longValue).sum();
    long rank = Math.max(1, (long) Math.ceil(part * operations));
    long seen = 0;
    for (Map.Entry<Double, Long> entry : sampled.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    return Double.NaN;
  }

  private void add(Json run) {
    Json score = run.get("primaryMetric");
    if (key.mode().equals(SAMPLED)) {
      // fork → iteration → [nanoseconds, how many]
      for (Json fork : score.get("rawDataHistogram").items()) {
        for (Json iteration : fork.items()) {
          for (Json bucket : iteration.items()) {
            List<Json> pair = bucket.items();
            sampled.merge(pair.get(0).number(), (long) pair.get(1).number(), Long::sum);
          }
        }
      }
    } else {
      addRaw(score, scores);
    }
    Json secondary = run.get("secondaryMetrics");
    if (secondary.has(ALLOCATED)) {
      addRaw(secondary.get(ALLOCATED), allocated);
    }
  }

  private static void addRaw(Json metric, List<Double> to) {
    for (Json fork : metric.get("rawData").items()) {
      for (Json iteration : fork.items()) {
        to.add(iteration.number());
      }
    }
  }

  private static Estimate estimate(List<Double> samples) {
    return Estimate.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static String className(String benchmark) {
    String withoutMethod = benchmark.substring(0, benchmark.lastIndexOf('.'));
    return withoutMethod.substring(withoutMethod.lastIndexOf('.') + 1);
  }
}
