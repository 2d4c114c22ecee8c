package io.github.semel.benchmarks;

import io.github.semel.benchmarks.load.Load;
import io.github.semel.benchmarks.load.LoadProcess;
import io.github.semel.benchmarks.redis.RedisTarget;
import io.github.semel.benchmarks.report.Json;
import io.github.semel.benchmarks.report.LoadReport;
import io.github.semel.redis.server.RedisServerException;
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
      if (!run.load().store().equals(LoadPlan.REDIS)) {
        measure(run, run.load());
        continue;
      }
      try (RedisTarget server = RedisTarget.start(RedisTarget.Kind.ALONE)) {
        measure(run, run.load().on(server.uri()));
      } catch (RedisServerException e) {
        failures.add(run.title() + ", " + LoadPlan.REDIS + ": " + e.getMessage());
        writeFiles();
      }
    }
    return failures.isEmpty();
  }

  private void measure(LoadPlan.Run run, Load load) throws IOException {
    Optional<String> result =
        MeasuringProcess.run(
            CompareOptions.jvmArguments(run.heap(), run.collector()),
            LoadProcess.class,
            load.toArguments(),
            log);
    String store = run.load().store();
    result.ifPresentOrElse(
        values -> measured.add(row(run, values)),
        () -> failures.add(run.title() + ", " + store + ": see the log"));
    progress.done(
        run.title(),
        store,
        result.isPresent() ? "measured" : "FAILED",
        load.warmupMillis() + load.millis());
    writeFiles();
  }

  private static String row(LoadPlan.Run run, String values) {
    Load load = run.load();
    return ("{\"question\": %s, \"workload\": %s, \"store\": %s, \"live\": %d, \"responseBytes\": %d,"
            + " \"duplicates\": %d, \"threads\": %d, \"rate\": %d, \"heap\": %s, \"collector\": %s, %s}")
        .formatted(
            Json.quote(run.question().name()),
            Json.quote(run.workload()),
            Json.quote(load.store()),
            load.live(),
            load.responseBytes(),
            load.duplicates(),
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
