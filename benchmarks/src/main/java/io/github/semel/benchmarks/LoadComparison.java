package io.github.semel.benchmarks;

import io.github.semel.benchmarks.load.Load;
import io.github.semel.benchmarks.load.LoadProcess;
import io.github.semel.benchmarks.report.Json;
import io.github.semel.benchmarks.report.LoadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures contenders under steady loads, and writes what was measured to files. */
final class LoadComparison {

  private final CompareOptions options;
  private final LoadPlan plan;
  private final Progress progress;
  private final Path log;
  private final List<String> measured = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  LoadComparison(CompareOptions options, LoadPlan plan, Progress progress, Path log) {
    this.options = options;
    this.plan = plan;
    this.progress = progress;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @return whether all of it went well
   */
  boolean run() throws IOException {
    for (LoadPlan.Run run : plan.runs()) {
      Load load = run.load();
      Optional<String> result =
          MeasuringProcess.run(
              CompareOptions.jvmArguments(run.heap(), run.collector()),
              LoadProcess.class,
              load.toArguments(),
              log);
      result.ifPresentOrElse(
          values -> measured.add(row(run, values)),
          () -> failures.add(run.title() + ", " + load.store() + ": see the log"));
      progress.done(
          run.title(),
          load.store(),
          result.isPresent() ? "measured" : "FAILED",
          load.warmupMillis() + load.millis());
      writeFiles();
    }
    return failures.isEmpty();
  }

  private static String row(LoadPlan.Run run, String values) {
    Load load = run.load();
    return ("{\"question\": %s, \"store\": %s, \"live\": %d, \"responseBytes\": %d, \"threads\": %d,"
            + " \"rate\": %d, \"heap\": %s, \"collector\": %s, %s}")
        .formatted(
            Json.quote(run.question().name()),
            Json.quote(load.store()),
            load.live(),
            load.responseBytes(),
            load.threads(),
            load.rate(),
            Json.quote(run.heap()),
            Json.quote(run.collector()),
            values);
  }

  /** Everything that is known so far, so that a comparison that is broken off leaves something. */
  private void writeFiles() throws IOException {
    Path folder = options.results();
    Files.writeString(
        folder.resolve(LoadReport.MEASURED), "[\n  " + String.join(",\n  ", measured) + "\n]\n");
    Files.writeString(
        folder.resolve(LoadReport.ENVIRONMENT),
        Environment.of(options, plan.settings()).with("failures", failures).toJson());
  }
}
