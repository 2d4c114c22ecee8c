package io.github.semel.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a comparison wrote, read again. */
final class Results {

  private final Map<Measurement.Key, Measurement> measurements;
  private final List<FootprintResult> footprints;
  private final Json environment;

  private Results(
      Map<Measurement.Key, Measurement> measurements,
      List<FootprintResult> footprints,
      Json environment) {
    this.measurements = measurements;
    this.footprints = footprints;
    this.environment = environment;
  }

  static Results read(Path folder) throws IOException {
    return new Results(
        Measurement.readAll(Json.parse(Files.readString(folder.resolve(Report.JMH)))),
        Json.parse(Files.readString(folder.resolve(Report.FOOTPRINT))).items().stream()
            .map(FootprintResult::of)
            .toList(),
        Json.parse(Files.readString(folder.resolve(Report.ENVIRONMENT))));
  }

  /** The contenders in the order of the rows. */
  List<String> stores() {
    return texts("stores");
  }

  List<String> failures() {
    return texts("failures");
  }

  /** What the environment was, by name. */
  Map<String, String> environment() {
    return environment.get("environment").members().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().text(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  Optional<Measurement> measurement(String benchmark, String mode, int threads, String store) {
    return Optional.ofNullable(
        measurements.get(new Measurement.Key(benchmark, mode, threads, store)));
  }

  /** The numbers of threads that a benchmark was run with, ascending. */
  List<Integer> threads(String benchmark, String mode) {
    return measurements.keySet().stream()
        .filter(key -> key.benchmark().equals(benchmark) && key.mode().equals(mode))
        .map(Measurement.Key::threads)
        .distinct()
        .sorted()
        .toList();
  }

  /** The parameters of a benchmark; they are the same in all of its runs. */
  Map<String, String> parameters(String benchmark) {
    return measurements.values().stream()
        .filter(measurement -> measurement.key().benchmark().equals(benchmark))
        .findFirst()
        .map(Measurement::parameters)
        .orElse(Map.of());
  }

  Optional<FootprintResult> footprint(String store) {
    return footprints.stream().filter(result -> result.store().equals(store)).findFirst();
  }

  private List<String> texts(String name) {
    return environment.get(name).items().stream().map(Json::text).toList();
  }
}
