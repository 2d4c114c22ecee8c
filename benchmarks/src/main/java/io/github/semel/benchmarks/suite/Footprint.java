package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Conditions;
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
 * taken off, and the response, one object that all entries share, does not count; neither do the
 * copies of it in a contender that packs its entries into fewer objects than there are entries. A
 * fingerprint counts where a contender keeps one.
 */
public final class Footprint {

  private static final double LIVES = 3;

  /** What a key takes at least where it is no object: the bits of a UUID. */
  private static final int PACKED_KEY_BYTES = 16;

  private Footprint() {}

  /** Measures one contender. */
  public static FootprintResult measure(String store, int live) {
    try (SteadyState state = new SteadyState(store, live, Duration.ofSeconds(1))) {
      long empty = reachable(state.contender().root()).totalSize();
      state.fill(LIVES, 1);
      long entries = state.contender().size();
      GraphStats full = reachable(state.contender().root());
      boolean packed = full.totalCount() < entries;
      long responses = packed ? entries * Conditions.RESPONSE_BYTES : 0;
      long bytes = full.totalSize() - empty - responses;
      // The keys are the harness's, in its ring, and what is reachable from an entry all the same.
      long key = packed ? PACKED_KEY_BYTES : reachable(state.ring().key(0)).totalSize();
      return new FootprintResult(store, live, entries, bytes, bytes - entries * key);
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

  private static GraphStats reachable(Object root) {
    return GraphStats.parseInstance(root);
  }
}
