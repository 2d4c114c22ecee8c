package io.github.semel.stress.soak;

import io.github.semel.stress.Json;
import io.github.semel.stress.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A soak as files.
 *
 * @param name of the files
 * @param settings what was asked, where it ran, how much was done
 * @param slopes what was measured
 * @param percent how much growth is flat, of the mean
 */
record SoakReport(
    String name, Map<String, String> settings, Map<String, Slope> slopes, double percent) {

  /** The worst of the gauges. */
  Slope.Verdict verdict() {
    List<Slope.Verdict> verdicts =
        slopes.values().stream().map(slope -> slope.verdict(percent)).toList();
    if (verdicts.contains(Slope.Verdict.GROWING)) {
      return Slope.Verdict.GROWING;
    }
    return verdicts.contains(Slope.Verdict.UNDECIDED)
        ? Slope.Verdict.UNDECIDED
        : Slope.Verdict.FLAT;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + "-soak.json"), json());
    Files.writeString(folder.resolve(name + "-soak.md"), page());
  }

  private String json() {
    String gauges =
        slopes.entrySet().stream()
            .map(entry -> "    " + Json.quote(entry.getKey()) + ": " + numbers(entry.getValue()))
            .collect(Collectors.joining(",\n"));
    return "{\n  \"settings\": "
        + Json.texts(settings)
        + ",\n  \"verdict\": "
        + Json.quote(verdict().name())
        + ",\n  \"bytes\": {\n"
        + gauges
        + "\n  }\n}\n";
  }

  private String numbers(Slope slope) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("mean", Math.round(slope.mean()));
    numbers.put("change", Math.round(slope.change()));
    numbers.put("error", Math.round(slope.error()));
    numbers.put("bound", Math.round(slope.bound(percent)));
    return Json.numbers(numbers);
  }

  private String page() {
    StringBuilder page = new StringBuilder("# Soak: " + name + "\n\n");
    page.append("Made by `stress-tests.jar soak`; do not edit.\n\nResult: ")
        .append(verdict())
        .append(".\n\n");
    settings.forEach((key, value) -> page.append("- " + key + ": " + value + "\n"));
    page.append(
        "\nFresh keys are claimed and completed at a steady rate, and their outcomes expire. The"
            + " change is that of the straight line through all measurements after the warm-up, by"
            + " least squares, from the first to the last; the error is half of its 95% confidence"
            + " interval. It is *flat* when the change and its error together are below the bound: "
            + percent
            + "% of the mean, but a megabyte at least.\n\n");
    page.append(table());
    return page.toString();
  }

  String table() {
    Table table = new Table(List.of("MB", "mean", "change", "± error", "bound", "verdict"));
    slopes.forEach(
        (gauge, slope) ->
            table.add(
                List.of(
                    gauge,
                    megabytes(slope.mean()),
                    megabytes(slope.change()),
                    megabytes(slope.error()),
                    megabytes(slope.bound(percent)),
                    slope.verdict(percent).toString())));
    return table.toMarkdown();
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes / 1e6);
  }
}
