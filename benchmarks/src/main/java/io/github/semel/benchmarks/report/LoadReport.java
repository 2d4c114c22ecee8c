package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.contender.Contenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The part of the page on steady loads. */
public final class LoadReport {

  /** What was measured. */
  public static final String MEASURED = "load.json";

  /** Where, when and how it was measured. */
  public static final String ENVIRONMENT = "load-environment.json";

  /** How late the generator was with half of the requests that it had time for, ns. */
  private static final String LATE = "late50";

  private static final List<String> WAITS =
      List.of("done a second", "late", "p50", "p99", "p99.9", "p99.99", "longest");

  static final List<String> PERCENTILES = List.of("p50", "p99", "p99.9", "p99.99", "p100");

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
      answered. *Late* is by how much the generator itself missed the time of half of them. A row \
      without times is not valid: it did not keep up with what came, or its generator was late.

      """;

  private static final String ABOUT_WORKLOADS =
      """
      What people use such stores for, at a fixed rate, with waits as above. *Duplicates* come within the \
      next requests of their caller. Messages that come *at a time* are due with the last of them and \
      all wait for the last; a contender without batches takes them one after another. *Three TTLs* \
      are a quarter, the whole and four times a time, with as many live as if all had the whole; \
      contenders with one TTL for all are left out.

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
    page.append(FailedRuns.remark(folder.resolve(ENVIRONMENT)));
    append(
        page, "How cost grows with what is live", ABOUT_CAPACITY, capacity(of(rows, "CAPACITY")));
    append(page, "Waits at a fixed rate", ABOUT_WAITS, waits(of(rows, "WAIT")));
    append(page, "Workloads", ABOUT_WORKLOADS, workloads(of(rows, "WORKLOAD")));
    append(page, "The collector", ABOUT_COLLECTOR, collector(of(rows, "COLLECTOR")));
    return page.toString();
  }

  static List<Json> of(List<Json> rows, String question) {
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
              map.map(other -> ratio(row, rate(row) / rate(other), false)).orElse("–"),
              format("%,.0f", processor(row)),
              map.map(other -> ratio(row, processor(row) / processor(other), true)).orElse("–"),
              format("%.1f", number(row, "heapBytes") / number(row, "live"))));
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  /** A ratio, marked where ours is behind. */
  private static String ratio(Json row, double ratio, boolean lessIsBetter) {
    boolean behind = lessIsBetter ? ratio > 1 : ratio < 1;
    return format("%.2f", ratio) + (behind && Report.isOwn(text(row)) ? Table.LOST : "");
  }

  private static String text(Json row) {
    return row.get("store").text();
  }

  private static Optional<Table> waits(List<Json> rows) {
    List<String> header = new ArrayList<>(List.of("microseconds", "live", "asked a second"));
    header.addAll(WAITS);
    Table table = new Table(true, header);
    for (Json row : rows) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  name(row),
                  format("%,.0f", number(row, "live")),
                  format("%,.0f", number(row, "rate"))));
      addWaits(cells, row);
      table.add(cells);
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  private static Optional<Table> workloads(List<Json> rows) {
    List<String> header =
        new ArrayList<>(
            List.of("microseconds", "store", "response, B", "duplicates, %", "asked a second"));
    header.addAll(WAITS);
    Table table = new Table(true, header);
    for (Json row : rows) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.get("workload").text(),
                  name(row),
                  format("%,.0f", number(row, "responseBytes")),
                  format("%.0f", number(row, "duplicates")),
                  format("%,.0f", number(row, "rate"))));
      addWaits(cells, row);
      table.add(cells);
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  private static void addWaits(List<String> cells, Json row) {
    boolean keptUp = keptUp(row);
    cells.add(format("%,.0f", rate(row)));
    cells.add(row.has(LATE) ? micros(row, LATE) : "–");
    for (String percentile : PERCENTILES) {
      cells.add(keptUp ? micros(row, percentile) : "–");
    }
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
  static String name(Json row) {
    return shortName(text(row));
  }

  /** A store's name without its parameters. */
  public static String shortName(String store) {
    return store.replaceFirst("\\?[^ ]*", "");
  }

  /** Whether its times say anything: it did what was asked, and the requests came when due. */
  public static boolean keptUp(Json row) {
    return rate(row) >= KEPT_UP * number(row, "rate")
        && (!row.has(LATE) || number(row, LATE) <= number(row, "p50") / 2);
  }

  static double number(Json row, String name) {
    return row.get(name).number();
  }

  /** Requests done a second. */
  public static double rate(Json row) {
    return number(row, "requests") / number(row, "nanos") * NANOS_A_SECOND;
  }

  static double processor(Json row) {
    return number(row, "processorNanos") / number(row, "requests");
  }

  private static String micros(Json row, String name) {
    return format("%,.1f", number(row, name) / 1_000);
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
