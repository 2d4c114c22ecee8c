package io.github.semel.benchmarks;

import io.github.semel.benchmarks.report.Report;
import io.github.semel.benchmarks.suite.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures the stores in memory and their rivals, and writes what was measured to files. */
final class HeapComparison {

  private final CompareOptions options;
  private final Plan plan;
  private final Forks forks;
  private final Progress progress;
  private final Path log;
  private final List<String> footprints = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  HeapComparison(CompareOptions options, Plan plan, Forks forks, Progress progress, Path log) {
    this.options = options;
    this.plan = plan;
    this.forks = forks;
    this.progress = progress;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @return whether all of it went well
   */
  boolean run() throws IOException {
    for (Plan.Run run : plan.runs()) {
      forks.measure(run);
      writeFiles();
    }
    for (String store : plan.footprints()) {
      measureFootprint(store);
    }
    writeFiles();
    return forks.failures().isEmpty() && failures.isEmpty();
  }

  private void measureFootprint(String store) throws IOException {
    List<String> jvmArguments = new ArrayList<>(options.jvmArguments());
    // So that JOL may ask the JVM for sizes, and look into records.
    jvmArguments.add("-Djdk.attach.allowAttachSelf=true");
    jvmArguments.add("-Djol.magicFieldOffset=true");
    Optional<String> result =
        MeasuringProcess.run(
            jvmArguments,
            Footprint.class,
            List.of(store, String.valueOf(plan.footprintEntries())),
            log);
    result.ifPresentOrElse(
        footprints::add, () -> failures.add("memory, " + store + ": see the log"));
    String outcome = result.isPresent() ? "measured" : "FAILED";
    progress.done("memory", store, outcome, 0);
  }

  /** Everything that is known so far, so that a comparison that is broken off leaves something. */
  private void writeFiles() throws IOException {
    Path folder = options.results();
    forks.write(folder.resolve(Report.JMH));
    Files.writeString(
        folder.resolve(Report.FOOTPRINT), "[\n  " + String.join(",\n  ", footprints) + "\n]\n");
    List<String> allFailures = new ArrayList<>(forks.failures());
    allFailures.addAll(failures);
    Files.writeString(
        folder.resolve(Report.ENVIRONMENT),
        Environment.of(options, plan.settings())
            .with("stores", options.stores())
            .with("failures", allFailures)
            .toJson());
  }
}
