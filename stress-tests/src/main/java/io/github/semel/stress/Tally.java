package io.github.semel.stress;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The counts of one run; safe from any thread. */
public final class Tally {

  private static final int EXAMPLES_KEPT = 10;

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);
  private final Queue<String> examples = new ConcurrentLinkedQueue<>();
  private final AtomicLong exampleCount = new AtomicLong();

  /** All counts are 0. */
  public Tally() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /** Counts one. */
  public void add(Count count) {
    add(count, 1);
  }

  /** Counts many. */
  public void add(Count count, long many) {
    adder(count).add(many);
  }

  /** Counts one that must not be, and keeps the first few descriptions. */
  public void add(Count count, String example) {
    add(count);
    if (exampleCount.incrementAndGet() <= EXAMPLES_KEPT) {
      examples.add(count.title() + ": " + example);
    }
  }

  /** Notes how long a call took. */
  public void took(long nanos) {
    longestNanos.accumulate(nanos);
  }

  /** One count; exact when nobody counts meanwhile. */
  public long get(Count count) {
    return adder(count).sum();
  }

  /** What is not 0, in the order of {@link Count}. */
  public Map<Count, Long> counted() {
    Map<Count, Long> counted = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      if (get(count) != 0) {
        counted.put(count, get(count));
      }
    }
    return counted;
  }

  /** How long the longest call took. */
  public Duration longest() {
    return Duration.ofNanos(longestNanos.get());
  }

  /** Descriptions of the first few that must not be. */
  public List<String> examples() {
    return List.copyOf(examples);
  }

  private LongAdder adder(Count count) {
    LongAdder adder = counts.get(count);
    if (adder == null) {
      throw new AssertionError("no adder for " + count);
    }
    return adder;
  }
}
