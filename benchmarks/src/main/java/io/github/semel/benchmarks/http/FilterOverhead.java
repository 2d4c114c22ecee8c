package io.github.semel.benchmarks.http;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a server's throughput idempotency keys take when its handler does nothing: the JDK's
 * server bare, bare once more (what two equal servers differ by), and with keys over the in-heap
 * store, round after round in turn. Every request has a key of its own, so that each is claimed,
 * executed and recorded, which is the dearest that can happen.
 */
public final class FilterOverhead {

  /** The path with keys is long, and the compiler shares the cores with the load. */
  private static final int WARM_UP_ROUNDS = 25;

  private FilterOverhead() {}

  /**
   * Measures.
   *
   * @param arguments connections, rounds and milliseconds a round; 32, 15 and 1,000 unless given
   */
  public static void main(String[] arguments) throws Exception {
    // Else the JDK's server waits 40 ms for an acknowledgement between head and body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int connections = argument(arguments, 0, 32);
    int rounds = argument(arguments, 1, 15);
    Duration round = Duration.ofMillis(argument(arguments, 2, 1_000));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<Double> bare = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    List<Double> keys = new ArrayList<>();
    try (MeasuredServer first = new MeasuredServer(false, connections);
        MeasuredServer second = new MeasuredServer(false, connections);
        MeasuredServer guarded = new MeasuredServer(true, connections)) {
      for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
        double plain = first.measure(round);
        double claimed = guarded.measure(round);
        double same = second.measure(round);
        if (i >= 0) {
          bare.add(plain);
          again.add(same / plain);
          // Against the mean of the bare rounds on either side, so that a drift counts for nothing.
          keys.add(claimed / ((plain + same) / 2));
          out.printf("%6.0f bare  %6.0f with keys  %6.0f bare%n", plain, claimed, same);
        }
      }
    }
    out.printf(
        "%d connections, %d rounds of %d ms, medians: bare %.0f requests/s; bare again %.3f of it;"
            + " with keys %.3f (quartiles %.3f to %.3f)%n",
        connections,
        rounds,
        round.toMillis(),
        quantile(bare, 0.5),
        quantile(again, 0.5),
        quantile(keys, 0.5),
        quantile(keys, 0.25),
        quantile(keys, 0.75));
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }
}
