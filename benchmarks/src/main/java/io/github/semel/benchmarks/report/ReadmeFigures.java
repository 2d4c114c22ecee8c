package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.contender.Contenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The few figures that the README of the whole has: between two marks, from the same files as
 * everything else.
 */
final class ReadmeFigures {

  private static final String BEGIN = "<!-- figures: made by the report, do not edit -->\n";
  private static final String END = "<!-- end of figures -->";
  private static final String BENCHMARK = "FreshKeys";
  private static final int THREADS = 2;

  private ReadmeFigures() {}

  /** Brings the README beside the folder up to date, where there is one with the marks. */
  static void update(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.exists(parent.resolve(Report.PAGE))) {
      return;
    }
    Path readme = parent.resolve(Report.PAGE);
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin >= 0 && end > begin && Files.exists(folder.resolve(Report.JMH))) {
      Files.writeString(
          readme,
          text.substring(0, begin + BEGIN.length())
              + "\n"
              + table(Results.read(folder))
              + "\n"
              + text.substring(end));
    }
  }

  private static String table(Results results) {
    Table table =
        new Table(
            true,
            List.of(
                "fresh keys, " + Report.threads(THREADS),
                "millions a second",
                "× map",
                "bytes a live key"));
    List<String> rows = new ArrayList<>(results.stores());
    rows.removeIf(
        store ->
            Contenders.isAlias(store)
                || !Report.isOwn(store)
                    && !store.equals(Contenders.BASELINE)
                    && !store.equals(Report.CAFFEINE));
    Optional<Estimate> map = score(results, Contenders.BASELINE);
    for (String store : rows) {
      Optional<Estimate> score = score(results, store);
      table.add(
          List.of(
              "`" + LoadReport.shortName(store) + "`",
              score.map(estimate -> estimate.format(2)).orElse(Report.NOTHING),
              score
                  .flatMap(own -> map.map(own::dividedBy))
                  .map(
                      ratio ->
                          store.equals(Contenders.BASELINE)
                              ? "1"
                              : ratio.formatRatio(Report.isOwn(store)))
                  .orElse(Report.NOTHING),
              results
                  .footprint(store)
                  .map(result -> String.format(Locale.ROOT, "%.0f", result.bytesAnEntry()))
                  .orElse(Report.NOTHING)));
    }
    return table.toMarkdown();
  }

  private static Optional<Estimate> score(Results results, String store) {
    return results
        .measurement(BENCHMARK, Measurement.THROUGHPUT, THREADS, store)
        .map(Measurement::score);
  }
}
