package io.github.semel.benchmarks.load;

import io.github.semel.benchmarks.contender.KeySequence;
import java.util.List;

/**
 * A load on one contender.
 *
 * @param store the contender's name
 * @param live how many entries are live at a time
 * @param responseBytes how large each recorded response is
 * @param threads how many threads send requests
 * @param duplicates how many requests of a hundred repeat an earlier one
 * @param rate how many requests come in a second, over all threads; 0 for as many as are answered
 * @param warmupMillis how long the load lasts before it is measured, after filling
 * @param millis how long it is measured
 * @param batch how many requests travel together, 1 for each on its own; more only at a rate
 * @param mixedTtls whether outcomes are kept for three different times, with the same live entries
 */
public record Load(
    String store,
    int live,
    int responseBytes,
    int duplicates,
    int threads,
    int rate,
    int warmupMillis,
    int millis,
    int batch,
    boolean mixedTtls) {

  /** Each request on its own, and one TTL for all. */
  public Load(
      String store,
      int live,
      int responseBytes,
      int duplicates,
      int threads,
      int rate,
      int warmupMillis,
      int millis) {
    this(store, live, responseBytes, duplicates, threads, rate, warmupMillis, millis, 1, false);
  }

  /** The same with so many requests travelling together. */
  public Load inBatches(int size) {
    return new Load(
        store,
        live,
        responseBytes,
        duplicates,
        threads,
        rate,
        warmupMillis,
        millis,
        size,
        mixedTtls);
  }

  /** The same with outcomes that are kept for different times. */
  public Load withMixedTtls() {
    return new Load(
        store, live, responseBytes, duplicates, threads, rate, warmupMillis, millis, batch, true);
  }

  /** The number of live entries at least: a few batches a thread. */
  public static final int LEAST_LIVE = 16 * KeySequence.BATCH;

  /** As many as there are in every machine. */
  static final int FILLERS = 2;

  /** Whether requests come at their own time, whatever becomes of those before them. */
  public boolean isOpen() {
    return rate > 0;
  }

  /** The same on the store of another name. */
  public Load on(String otherStore) {
    return new Load(
        otherStore,
        live,
        responseBytes,
        duplicates,
        threads,
        rate,
        warmupMillis,
        millis,
        batch,
        mixedTtls);
  }

  /** As arguments of {@link LoadProcess}. */
  public List<String> toArguments() {
    return List.of(
        store,
        String.valueOf(live),
        String.valueOf(responseBytes),
        String.valueOf(duplicates),
        String.valueOf(threads),
        String.valueOf(rate),
        String.valueOf(warmupMillis),
        String.valueOf(millis),
        String.valueOf(batch),
        String.valueOf(mixedTtls));
  }

  static Load of(String... arguments) {
    return new Load(
        arguments[0],
        Integer.parseInt(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]),
        Integer.parseInt(arguments[5]),
        Integer.parseInt(arguments[6]),
        Integer.parseInt(arguments[7]),
        Integer.parseInt(arguments[8]),
        Boolean.parseBoolean(arguments[9]));
  }
}
