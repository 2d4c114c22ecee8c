package io.github.semel.benchmarks;

import io.github.semel.benchmarks.http.FilterOverhead;
import io.github.semel.benchmarks.http.ServerKind;
import io.github.semel.benchmarks.report.HttpReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures what idempotency keys take from HTTP servers, and writes it to files. */
final class HttpComparison {

  private static final int CONNECTIONS = 32;

  private final CompareOptions options;
  private final Progress progress;
  private final Path log;

  HttpComparison(CompareOptions options, Progress progress, Path log) {
    this.options = options;
    this.progress = progress;
    this.log = log;
  }

  /** What is measured, one process each. */
  static List<FilterOverhead> runs(CompareOptions.Extent extent) {
    return switch (extent) {
      case QUICK -> List.of(new FilterOverhead(ServerKind.JDK, CONNECTIONS, 12, 8, 300));
      case FULL ->
          List.of(
              new FilterOverhead(ServerKind.JDK, CONNECTIONS, 25, 15, 1_000),
              new FilterOverhead(ServerKind.JETTY, CONNECTIONS, 25, 15, 1_000));
    };
  }

  /**
   * Measures.
   *
   * @return whether all of it went well
   */
  boolean run() throws IOException {
    List<String> measured = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    List<FilterOverhead> runs = runs(options.extent());
    for (FilterOverhead run : runs) {
      Optional<String> result =
          MeasuringProcess.run(
              options.jvmArguments(), FilterOverhead.class, run.toArguments(), log);
      String server = run.kind().title();
      result.ifPresentOrElse(measured::add, () -> failures.add(server + ": see the log"));
      progress.done(
          "overhead of keys", server, result.isPresent() ? "measured" : "FAILED", run.millis());
    }
    Files.writeString(
        options.results().resolve(HttpReport.MEASURED),
        "[\n  " + String.join(",\n  ", measured) + "\n]\n");
    FilterOverhead first = runs.get(0);
    String settings =
        "%d rounds of 3 x %d ms after %d of warm-up; 1 process each"
            .formatted(first.rounds(), first.roundMillis(), first.warmups());
    Files.writeString(
        options.results().resolve(HttpReport.ENVIRONMENT),
        Environment.of(options, settings).with("failures", failures).toJson());
    return failures.isEmpty();
  }
}
