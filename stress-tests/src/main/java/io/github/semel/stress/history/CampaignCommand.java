package io.github.semel.stress.history;

import io.github.semel.InvalidArgumentException;
import io.github.semel.stress.Main;
import io.github.semel.stress.Row;
import io.github.semel.stress.ShortDuration;
import io.github.semel.stress.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads what the user wants of history campaigns, and makes them one after the other. */
@Command(
    name = "campaign",
    description =
        "Records what concurrent clients were answered while faults are injected, and judges"
            + " whether the protocol allows it.")
public final class CampaignCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "heap, compact, chronicle-memory, chronicle, redis, the URI of any store on the class"
              + " path, or all; ${DEFAULT-VALUE} unless given")
  private String store = "all";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description = "for each store, such as 90s or 10m; ${DEFAULT-VALUE} unless given",
      defaultValue = "1m")
  private Duration duration = Duration.ofMinutes(1);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "clients of each process; ${DEFAULT-VALUE} unless given")
  private int threads = 4;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "from which clients and faults are drawn; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where <store>-history.json and .md are written; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  /** For picocli. */
  public CampaignCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    boolean kept = true;
    for (Subject subject : subjects()) {
      long began = System.nanoTime();
      Row row = HistoryCampaign.run(subject, duration, threads, seed, out);
      Map<String, String> settings =
          Surroundings.of(spec.commandLine().getParent().getParseResult().originalArgs());
      settings.put("store", row.variant());
      settings.put("seed", "" + seed);
      settings.put("clients of a process", "" + threads);
      settings.put("took", (System.nanoTime() - began) / 1_000_000_000 + " s");
      HistoryReport report = new HistoryReport(subject.name(), settings, row);
      report.write(results);
      row.examples().forEach(out::println);
      out.println(subject.name() + ": " + report.verdict());
      kept &= row.breaches().isEmpty();
    }
    return kept ? Main.KEPT : Main.VIOLATED;
  }

  private List<Subject> subjects() {
    if (threads < 1 || threads > 64) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be 1 to 64, but is " + threads);
    }
    try {
      return Subject.of(store);
    } catch (InvalidArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
