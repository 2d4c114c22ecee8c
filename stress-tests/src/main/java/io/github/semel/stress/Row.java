package io.github.semel.stress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one variant of a scenario.
 *
 * @param scenario the scenario's name
 * @param variant what was varied
 * @param promise what the counts are held to
 * @param counts what is not 0
 * @param times durations in milliseconds by what they are of
 * @param examples descriptions of the first few answers that must not be
 */
public record Row(
    String scenario,
    String variant,
    Promise promise,
    Map<Count, Long> counts,
    Map<String, Long> times,
    List<String> examples) {

  /** The longest that a single call took; every row has it. */
  public static final String LONGEST_CALL = "longest call";

  /** From a fault until a call that it affected succeeded again. */
  public static final String RECOVERY = "recovery";

  /** What the counts are held to. */
  public enum Promise {
    /** No loss and no violation. */
    NOTHING_LOST,
    /** No violation; what a server took with it that no replica had confirmed is counted. */
    LOSSES_COUNTED
  }

  /** Keeps unmodifiable copies. */
  public Row {
    Map<Count, Long> sorted = new EnumMap<>(Count.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
    times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
    examples = List.copyOf(examples);
  }

  /** The row of a tally; {@link #LONGEST_CALL} is added to the times. */
  public static Row of(
      String scenario, String variant, Promise promise, Tally tally, Map<String, Long> times) {
    Map<String, Long> all = new LinkedHashMap<>(times);
    all.put(LONGEST_CALL, tally.longest().toMillis());
    return new Row(scenario, variant, promise, tally.counted(), all, tally.examples());
  }

  /** One count. */
  public long get(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  /** What must not be and is; empty when the promise was kept. */
  public List<Count> breaches() {
    List<Count> breaches = new ArrayList<>();
    for (Count count : counts.keySet()) {
      if (count.kind() == Count.Kind.VIOLATION
          || (count.kind() == Count.Kind.LOSS && promise == Promise.NOTHING_LOST)) {
        breaches.add(count);
      }
    }
    return breaches;
  }
}
