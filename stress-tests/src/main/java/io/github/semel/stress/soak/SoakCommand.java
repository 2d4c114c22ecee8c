package io.github.semel.stress.soak;

import io.github.semel.IdempotencyStore;
import io.github.semel.Stores;
import io.github.semel.stress.Main;
import io.github.semel.stress.ShortDuration;
import io.github.semel.stress.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads what the user wants of a soak, and makes it. */
@Command(
    name = "soak",
    description =
        "Claims and completes fresh keys at a steady rate, and says whether memory is flat.")
public final class SoakCommand implements Callable<Integer> {

  private static final int LINES = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "URI",
      required = true,
      description = "of any store on the class path")
  private String store = "";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      defaultValue = "10m",
      description = "how long; ${DEFAULT-VALUE} unless given")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "fresh keys a second; ${DEFAULT-VALUE} unless given")
  private long rate;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      defaultValue = "60s",
      description = "how long outcomes are kept; ${DEFAULT-VALUE} unless given")
  private Duration ttl = Duration.ZERO;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description = "what is not measured at first; twice the ttl unless given")
  private @Nullable Duration warmUp;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      defaultValue = "2s",
      description = "between measurements; ${DEFAULT-VALUE} unless given")
  private Duration every = Duration.ZERO;

  @Option(
      names = "--bound",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description = "how much growth is flat, of the mean; ${DEFAULT-VALUE} unless given")
  private double percent;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where <store>-soak.json and .md are written; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  /** For picocli. */
  public SoakCommand() {}

  @Override
  public Integer call() throws Exception {
    Duration before = warmUp == null ? ttl.multipliedBy(2) : warmUp;
    if (rate < 1 || duration.minus(before).compareTo(every.multipliedBy(Slope.LEAST)) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--rate must be positive, and --duration leave room for "
              + Slope.LEAST
              + " measurements after the warm-up of "
              + before);
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> settings =
        Surroundings.of(spec.commandLine().getParent().getParseResult().originalArgs());
    Map<String, List<Slope.Point>> points = new LinkedHashMap<>();
    try (IdempotencyStore opened = Stores.open(store);
        SteadyLoad load = new SteadyLoad(opened, rate, ttl)) {
      measure(new Gauges(store), load, before, points, out);
      settings.put("keys", String.format("%,d", load.done()));
      settings.put("calls that failed", String.format("%,d", load.failed()));
      settings.put("records at the end", String.format("%,d", opened.stats().entries()));
    }
    Map<String, Slope> slopes = new LinkedHashMap<>();
    points.forEach((gauge, measured) -> slopes.put(gauge, Slope.of(measured)));
    SoakReport report = new SoakReport(store.replaceFirst(":.*", ""), settings, slopes, percent);
    report.write(results);
    out.print(report.table());
    out.println(report.verdict());
    return switch (report.verdict()) {
      case FLAT -> Main.KEPT;
      case GROWING -> Main.VIOLATED;
      case UNDECIDED -> Main.FAILED;
    };
  }

  private void measure(
      Gauges gauges,
      SteadyLoad load,
      Duration before,
      Map<String, List<Slope.Point>> points,
      PrintWriter out)
      throws Exception {
    long began = System.nanoTime();
    Thread.sleep(before.toMillis());
    // What is finalized, and what that held, goes only with the second collection.
    gauges.read();
    long step = Math.max(1, duration.minus(before).dividedBy(every) / LINES);
    // A measurement waits for a full collection: on a busy machine fewer fit in than were planned.
    for (long count = 0;
        count < Slope.LEAST || System.nanoTime() - began < duration.toNanos();
        count++) {
      double seconds = (System.nanoTime() - began) / 1e9;
      Map<String, Double> read = gauges.read();
      read.forEach(
          (gauge, value) ->
              points
                  .computeIfAbsent(gauge, fresh -> new ArrayList<>())
                  .add(new Slope.Point(seconds, value)));
      if (count % step == 0) {
        out.printf("%.0f s: %,d keys, %s%n", seconds, load.done(), inMegabytes(read));
      }
      Thread.sleep(every.toMillis());
    }
  }

  private static String inMegabytes(Map<String, Double> read) {
    List<String> parts = new ArrayList<>();
    read.forEach((gauge, value) -> parts.add(String.format("%s %.1f MB", gauge, value / 1e6)));
    return String.join(", ", parts);
  }
}
