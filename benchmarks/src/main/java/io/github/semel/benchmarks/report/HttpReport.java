package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.report.chart.BarChart.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of the page on what idempotency keys take from HTTP servers. */
public final class HttpReport {

  /** What was measured. */
  public static final String MEASURED = "http.json";

  /** Where, when and how it was measured. */
  public static final String ENVIRONMENT = "http-environment.json";

  private static final double MEDIAN = 0.5;

  private static final String ABOUT =
      """
      A server whose handler does nothing, bare and with idempotency keys over the in-heap store, under \
      the same load in one process: callers on connections that are kept, each sending as soon as it is \
      answered. Each request has a key of its own, so that each is claimed, executed and recorded, which \
      is the dearest that can happen; a handler that does something pays the same for keys and loses a \
      smaller part. Bare, with keys and bare again take turns, and each round with keys is set against \
      the mean of the two around it. *Bare again* is how far two equal servers differ. The load runs \
      on the same cores. Figures are medians over the rounds.

      """;

  private HttpReport() {}

  static boolean isWritten(Path folder) {
    return Files.exists(folder.resolve(MEASURED));
  }

  static String tables(Path folder) throws IOException {
    StringBuilder page = new StringBuilder("## HTTP: what keys take\n\n").append(ABOUT);
    page.append(FailedRuns.remark(folder.resolve(ENVIRONMENT)));
    Table table =
        new Table(
            true,
            List.of(
                "requests a second",
                "connections",
                "rounds",
                "bare",
                "bare again, × bare",
                "with keys",
                "× bare",
                "quartiles"));
    for (Json row : rows(folder)) {
      List<Double> ratios = ratios(row);
      double ratio = quantile(ratios, MEDIAN);
      table.add(
          List.of(
              row.get("server").text(),
              format("%.0f", row.get("connections").number()),
              format("%.0f", ratios.size()),
              format("%,.0f", quantile(rates(row, "bare"), MEDIAN)),
              format("%.3f", quantile(divided(rates(row, "again"), rates(row, "bare")), MEDIAN)),
              format("%,.0f", quantile(rates(row, "keys"), MEDIAN)),
              format("%.3f", ratio) + (ratio < 1 ? Table.LOST : ""),
              format("%.3f", quantile(ratios, 0.25))
                  + " to "
                  + format("%.3f", quantile(ratios, 0.75))));
    }
    return page.append(table.toMarkdown()).append('\n').toString();
  }

  /** Two for each server, bare and with keys. */
  static List<Bar> bars(Path folder) throws IOException {
    List<Bar> bars = new ArrayList<>();
    for (Json row : rows(folder)) {
      String server = row.get("server").text();
      List<Double> bare = new ArrayList<>(rates(row, "bare"));
      bare.addAll(rates(row, "again"));
      bars.add(bar(server + ", bare", false, bare));
      bars.add(bar(server + ", keys", true, rates(row, "keys")));
    }
    return bars;
  }

  private static Bar bar(String label, boolean own, List<Double> rates) {
    return new Bar(label, own, quantile(rates, MEDIAN), quantile(rates, 0), quantile(rates, 1));
  }

  private static List<Json> rows(Path folder) throws IOException {
    return Json.parse(Files.readString(folder.resolve(MEASURED))).items();
  }

  private static List<Double> rates(Json row, String name) {
    return row.get(name).items().stream().map(Json::number).toList();
  }

  /** Against the mean of the bare rounds on either side, so that a drift counts for nothing. */
  private static List<Double> ratios(Json row) {
    List<Double> before = rates(row, "bare");
    List<Double> after = rates(row, "again");
    List<Double> between = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      between.add((before.get(i) + after.get(i)) / 2);
    }
    return divided(rates(row, "keys"), between);
  }

  private static List<Double> divided(List<Double> rates, List<Double> others) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      ratios.add(rates.get(i) / others.get(i));
    }
    return ratios;
  }

  private static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round(part * (sorted.size() - 1)));
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
