package io.github.semel.benchmarks;

import io.github.semel.benchmarks.report.ChronicleReport;
import io.github.semel.benchmarks.suite.ChronicleFile;
import io.github.semel.benchmarks.suite.ChronicleFile.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures the store in a file: what it takes, and how long it takes to be opened again. */
final class ChronicleComparison {

  private final CompareOptions options;
  private final Progress progress;
  private final Path log;

  ChronicleComparison(CompareOptions options, Progress progress, Path log) {
    this.options = options;
    this.progress = progress;
    this.log = log;
  }

  private static List<Integer> sizes(CompareOptions.Extent extent) {
    return switch (extent) {
      case QUICK -> List.of(300_000);
      case FULL -> List.of(1_000_000, 10_000_000);
    };
  }

  static int steps(CompareOptions.Extent extent) {
    return sizes(extent).size() * Phase.values().length;
  }

  /**
   * Measures.
   *
   * @return whether all of it went well
   */
  boolean run() throws IOException {
    boolean good = true;
    List<String> measured = new ArrayList<>();
    for (int entries : sizes(options.extent())) {
      try (ScratchFolder folder = ScratchFolder.create()) {
        for (Phase phase : Phase.values()) {
          boolean done = measure(phase, entries, folder.path(), measured);
          progress.done(
              "file, " + entries + " records", phase.title(), done ? "measured" : "FAILED", 0);
          good &= done;
        }
      }
    }
    Files.writeString(
        options.results().resolve(ChronicleReport.MEASURED),
        "[\n  " + String.join(",\n  ", measured) + "\n]\n");
    Files.writeString(
        options.results().resolve(ChronicleReport.ENVIRONMENT),
        Environment.of(options, "one run each").toJson());
    return good;
  }

  /** Each phase has a process of its own, as a restart would. */
  private boolean measure(Phase phase, int entries, Path folder, List<String> measured)
      throws IOException {
    Optional<String> result =
        MeasuringProcess.run(
            options.jvmArguments(),
            ChronicleFile.class,
            List.of(phase.name(), String.valueOf(entries), folder.resolve("store").toString()),
            log);
    result.ifPresent(measured::add);
    return result.isPresent();
  }
}
