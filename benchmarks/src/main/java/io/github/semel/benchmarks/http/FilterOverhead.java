package io.github.semel.benchmarks.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much of a server's throughput idempotency keys take when its handler does nothing: a server
 * bare, bare once more (what two equal servers differ by), and with keys over the in-heap store,
 * round after round in turn. Every request has a key of its own, so that each is claimed, executed
 * and recorded, which is the dearest that can happen.
 *
 * @param kind the server
 * @param connections how many callers send at once, each on a connection that is kept
 * @param warmups how many rounds come before those that count; the path with keys is long, and the
 *     compiler shares the cores with the load
 * @param rounds how many rounds count
 * @param roundMillis how long each of the three is measured in a round
 */
public record FilterOverhead(
    ServerKind kind, int connections, int warmups, int rounds, int roundMillis) {

  /** How long it measures, in milliseconds, the warm-up included. */
  public int millis() {
    return 3 * (warmups + rounds) * roundMillis;
  }

  /** As arguments of {@link #main}. */
  public List<String> toArguments() {
    return List.of(
        kind.name(),
        String.valueOf(connections),
        String.valueOf(warmups),
        String.valueOf(rounds),
        String.valueOf(roundMillis));
  }

  /**
   * Measures in this process.
   *
   * @param arguments those of {@link #toArguments}, and the file for the result
   */
  public static void main(String[] arguments) throws Exception {
    // Else the JDK's server waits 40 ms for an acknowledgement between head and body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    FilterOverhead overhead =
        new FilterOverhead(
            ServerKind.valueOf(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    overhead.measureTo(Path.of(arguments[5]));
  }

  private void measureTo(Path file) throws Exception {
    Files.writeString(file, measure());
  }

  /** Measures; the result is an object of JSON with the requests a second of each round. */
  String measure() throws Exception {
    Duration round = Duration.ofMillis(roundMillis);
    List<Double> bare = new ArrayList<>();
    List<Double> keys = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    try (MeasuredServer first = new MeasuredServer(kind, false, connections);
        MeasuredServer second = new MeasuredServer(kind, false, connections);
        MeasuredServer guarded = new MeasuredServer(kind, true, connections)) {
      for (int i = -warmups; i < rounds; i++) {
        double before = first.measure(round);
        double claimed = guarded.measure(round);
        double after = second.measure(round);
        if (i >= 0) {
          bare.add(before);
          keys.add(claimed);
          again.add(after);
        }
      }
    }
    return "{\"server\": \"%s\", \"connections\": %d, \"roundMillis\": %d, \"bare\": %s, \"keys\": %s, \"again\": %s}"
        .formatted(kind.title(), connections, roundMillis, array(bare), array(keys), array(again));
  }

  private static String array(List<Double> rates) {
    return rates.stream()
        .map(rate -> String.valueOf(Math.round(rate)))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
