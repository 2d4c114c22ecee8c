package io.github.semel.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The part of the page on what tried to break the stores: what the stress tests have written. */
final class EvidenceReport {

  private static final String NOTE =
      """
      Written by `stress-tests.jar`, which tries to break the promises; each name leads to a page \
      with what was done, with which faults, and by which command. *Lost* are acknowledged outcomes \
      that a later call did not get; with a server that forgets, as a scenario has it, they are \
      counted and allowed.

      """;

  private static final String HISTORY = "-history";
  private static final String FAULTS = "-faults";
  private static final String SOAK = "-soak";
  private static final String RACES = "jcstress";

  private static final String OPERATIONS = "operations";
  private static final String LOST = "lost outcomes";

  private EvidenceReport() {}

  static boolean isWritten(Path folder) throws IOException {
    return Files.isDirectory(folder) && !files(folder).isEmpty();
  }

  static String tables(Path folder) throws IOException {
    Table table = new Table(true, List.of("evidence", "operations", "lost", "result"));
    for (Path file : files(folder)) {
      table.add(row(name(file), Json.parse(Files.readString(file))));
    }
    return "## Evidence\n\n" + NOTE + table.toMarkdown() + "\n";
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> isEvidence(name(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean isEvidence(String name) {
    return name.equals(RACES) || Stream.of(HISTORY, FAULTS, SOAK).anyMatch(name::endsWith);
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }

  private static List<String> row(String name, Json file) {
    List<String> row = new ArrayList<>(List.of("[%s](%s.md)".formatted(name, name)));
    if (name.equals(RACES)) {
      row.addAll(races(file));
    } else if (name.endsWith(HISTORY)) {
      row.addAll(history(file));
    } else if (name.endsWith(FAULTS)) {
      row.addAll(faults(file));
    } else {
      row.addAll(List.of(Report.NOTHING, Report.NOTHING, "memory: " + file.get("verdict").text()));
    }
    return row;
  }

  private static List<String> history(Json file) {
    double undecided = count(file, "histories undecided");
    String result = file.get("kept").truth() ? "every history is allowed" : "BROKEN";
    return List.of(
        number(count(file, OPERATIONS)),
        number(count(file, LOST)),
        undecided == 0 ? result : result + ", but for " + number(undecided) + " not decided");
  }

  private static List<String> faults(Json file) {
    List<Json> scenarios = file.get("rows").items();
    return List.of(
        number(scenarios.stream().mapToDouble(row -> count(row, OPERATIONS)).sum()),
        number(scenarios.stream().mapToDouble(row -> count(row, LOST)).sum()),
        "%d of %d scenarios as promised"
            .formatted(many(scenarios, row -> row.get("kept").truth()), scenarios.size()));
  }

  private static List<String> races(Json file) {
    List<Json> stores = file.get("stores").items();
    List<Json> siblings = file.get("siblings").items();
    double calls =
        stores.stream()
            .flatMap(run -> run.get("outcomes").members().values().stream())
            .mapToDouble(Json::number)
            .sum();
    return List.of(
        number(calls) + " races",
        Report.NOTHING,
        "%d of %d runs without a forbidden outcome; broken siblings found out in %d of %d"
            .formatted(
                many(stores, run -> !isFlagged(run) && run.get("failure").text().isEmpty()),
                stores.size(),
                many(siblings, EvidenceReport::isFlagged),
                siblings.size()));
  }

  private static boolean isFlagged(Json run) {
    return run.get("forbidden").number() > 0;
  }

  private static long many(List<Json> rows, Predicate<Json> which) {
    return rows.stream().filter(which).count();
  }

  private static double count(Json row, String name) {
    Json counts = row.get("counts");
    return counts.has(name) ? counts.get(name).number() : 0;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
