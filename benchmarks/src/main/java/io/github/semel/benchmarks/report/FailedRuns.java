package io.github.semel.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a comparison wanted to measure and could not, so that nobody takes a gap for a choice. */
final class FailedRuns {

  private FailedRuns() {}

  /** A paragraph that names them; nothing where there are none, or where no file tells. */
  static String remark(Path environment) throws IOException {
    List<Json> failures =
        Files.exists(environment)
            ? Json.parse(Files.readString(environment)).get("failures").items()
            : List.of();
    return failures.isEmpty()
        ? ""
        : failures.stream()
            .map(Json::text)
            .collect(Collectors.joining("; ", "**Failed, and missing below:** ", "\n\n"));
  }
}
