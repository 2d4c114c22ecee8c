package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.contender.Contenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The part of the page on steady loads. */
public final class LoadReport {

  /** What was measured. */
  public static final String MEASURED = "load.json";

  /** Where, when and how it was measured. */
  public static final String ENVIRONMENT = "load-environment.json";

  private static final double NANOS_A_SECOND = 1e9;
  private static final double MICROS_A_SECOND = 1e6;

  /** The part of the asked rate below which nobody can say how long a request waited. */
  private static final double KEPT_UP = 0.99;

  private static final String ABOUT =
      """
      Fresh keys, claimed and completed, while as many entries expire as come in. Each row is one \
      process. Keys and responses are made as they are sent, which costs all contenders the same.

      """;

  private static final String ABOUT_CAPACITY =
      """
      Two threads, as fast as they can. *Processor* is what the whole process took for a request, its \
      collector included. *Heap* is what is in use after a collection, over the live entries, with \
      keys and responses; what a store keeps outside the heap is not in it.

      """;

  private static final String ABOUT_WAITS =
      """
      Requests come at their own time, and each waits from then on, whether or not those before it are \
      answered. A row without times did not keep up with what came.

      """;

  private static final String ABOUT_COLLECTOR =
      """
      The same work for all, at the same rate. Pauses are those that the JVM reports.

      """;

  private LoadReport() {}

  static boolean isWritten(Path folder) {
    return Files.exists(folder.resolve(MEASURED));
  }

  static String tables(Path folder) throws IOException {
    List<Json> rows = Json.parse(Files.readString(folder.resolve(MEASURED))).items();
    StringBuilder page = new StringBuilder("## Under load\n\n").append(ABOUT);
    List<String> failures =
        Json.parse(Files.readString(folder.resolve(ENVIRONMENT))).get("failures").items().stream()
            .map(Json::text)
            .toList();
    if (!failures.isEmpty()) {
      page.append("**Failed, and missing below:** ").append(String.join("; ", failures));
      page.append("\n\n");
    }
    append(
        page, "How cost grows with what is live", ABOUT_CAPACITY, capacity(of(rows, "CAPACITY")));
    append(page, "Waits at a fixed rate", ABOUT_WAITS, waits(of(rows, "WAIT")));
    append(page, "The collector", ABOUT_COLLECTOR, collector(of(rows, "COLLECTOR")));
    return page.toString();
  }

  private static List<Json> of(List<Json> rows, String question) {
    return rows.stream().filter(row -> row.get("question").text().equals(question)).toList();
  }

  private static void append(
      StringBuilder page, String title, String about, Optional<Table> table) {
    table.ifPresent(
        rows ->
            page.append("### ")
                .append(title)
                .append("\n\n")
                .append(about)
                .append(rows.toMarkdown())
                .append('\n'));
  }

  private static Optional<Table> capacity(List<Json> rows) {
    Table table =
        new Table(
            true,
            List.of(
                "",
                "live",
                "response, B",
                "millions a second",
                "× map",
                "processor, ns",
                "× map's",
                "heap, B an entry"));
    for (Json row : rows) {
      Optional<Json> map =
          rows.stream()
              .filter(
                  other ->
                      other.get("store").text().equals(Contenders.BASELINE)
                          && number(other, "live") == number(row, "live"))
              .findFirst();
      table.add(
          List.of(
              name(row),
              format("%,.0f", number(row, "live")),
              format("%.0f", number(row, "responseBytes")),
              format("%.3f", rate(row) / MICROS_A_SECOND),
              map.map(other -> format("%.2f", rate(row) / rate(other))).orElse("–"),
              format("%,.0f", processor(row)),
              map.map(other -> format("%.2f", processor(row) / processor(other))).orElse("–"),
              format("%.1f", number(row, "heapBytes") / number(row, "live"))));
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  private static Optional<Table> waits(List<Json> rows) {
    Table table =
        new Table(
            true,
            List.of(
                "microseconds",
                "live",
                "asked a second",
                "done a second",
                "p50",
                "p99",
                "p99.9",
                "p99.99",
                "longest"));
    for (Json row : rows) {
      boolean keptUp = rate(row) >= KEPT_UP * number(row, "rate");
      table.add(
          List.of(
              name(row),
              format("%,.0f", number(row, "live")),
              format("%,.0f", number(row, "rate")),
              format("%,.0f", rate(row)),
              keptUp ? micros(row, "p50") : "–",
              keptUp ? micros(row, "p99") : "–",
              keptUp ? micros(row, "p99.9") : "–",
              keptUp ? micros(row, "p99.99") : "–",
              keptUp ? micros(row, "p100") : "–"));
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  private static Optional<Table> collector(List<Json> rows) {
    Table table =
        new Table(
            true,
            List.of(
                "",
                "collector",
                "live",
                "done a second",
                "pauses",
                "paused, ms a minute",
                "longest, ms",
                "processor, ns"));
    for (Json row : rows) {
      double minutes = number(row, "nanos") / NANOS_A_SECOND / 60;
      table.add(
          List.of(
              name(row),
              row.get("collector").text(),
              format("%,.0f", number(row, "live")),
              format("%,.0f", rate(row)),
              format("%.0f", number(row, "pauses")),
              format("%,.0f", number(row, "pausedMillis") / minutes),
              format("%,.0f", number(row, "longestPauseMillis")),
              format("%,.0f", processor(row))));
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  /** A store without its parameters, which the other columns tell. */
  private static String name(Json row) {
    return row.get("store").text().replaceFirst("\\?.*", "");
  }

  private static double number(Json row, String name) {
    return row.get(name).number();
  }

  private static double rate(Json row) {
    return number(row, "requests") / number(row, "nanos") * NANOS_A_SECOND;
  }

  private static double processor(Json row) {
    return number(row, "processorNanos") / number(row, "requests");
  }

  private static String micros(Json row, String name) {
    return format("%,.1f", number(row, name) / 1_000);
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
