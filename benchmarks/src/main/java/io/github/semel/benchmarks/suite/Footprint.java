package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.report.FootprintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.openjdk.jol.info.GraphStats;

/**
 * The bytes that a contender takes for each live entry, in the steady state: what it has not swept
 * yet, and the room that its tables keep in reserve, are spread over the entries that are live.
 *
 * <p>JOL walks everything that is reachable. What was reachable while the contender was empty is
 * taken off, and the response, one object that all entries share, does not count. A fingerprint
 * counts where a contender keeps one.
 */
public final class Footprint {

  private static final double LIVES = 3;

  private Footprint() {}

  /** Measures one contender. */
  public static FootprintResult measure(String store, int live) {
    try (SteadyState state = new SteadyState(store, live, Duration.ofSeconds(1))) {
      long empty = reachableBytes(state.contender().root());
      state.fill(LIVES, 1);
      long entries = state.contender().size();
      long full = reachableBytes(state.contender().root());
      // The keys are the harness's, in its ring, and what is reachable from an entry all the same.
      long keys = entries * reachableBytes(state.ring().key(0));
      return new FootprintResult(store, live, entries, full - empty, full - empty - keys);
    }
  }

  /**
   * Measures one contender in this process.
   *
   * @param arguments its name, how many entries are live, and the file for the result
   */
  public static void main(String[] arguments) throws IOException {
    FootprintResult result = measure(arguments[0], Integer.parseInt(arguments[1]));
    Files.writeString(Path.of(arguments[2]), result.toJson());
  }

  private static long reachableBytes(Object root) {
    return GraphStats.parseInstance(root).totalSize();
  }
}
