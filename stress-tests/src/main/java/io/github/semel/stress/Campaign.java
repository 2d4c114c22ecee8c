package io.github.semel.stress;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs scenarios, prints each row as it comes, and writes the files. */
final class Campaign {

  private Campaign() {}

  /** Whether every promise was kept. */
  static boolean run(CampaignOptions options, PrintStream out)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Map<Scenario, List<Row>> results = new LinkedHashMap<>();
    Report report = new Report(options.sizes(), results, 0);
    for (Scenario scenario : options.scenarios()) {
      List<Row> rows = new ArrayList<>();
      results.put(scenario, rows);
      scenario.run(
          options.sizes(),
          row -> {
            rows.add(row);
            out.println(line(row));
            if (!row.breaches().isEmpty()) {
              row.examples().forEach(example -> out.println("    " + example));
            }
          });
      // After each scenario: one that fails later takes nothing with it.
      report = new Report(options.sizes(), results, (System.nanoTime() - began) / 1_000_000_000);
      report.write(options.results());
    }
    out.println(report.seconds() + " s; " + report.verdict());
    return report.breached().isEmpty();
  }

  private static String line(Row row) {
    String counts =
        row.counts().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().title())
            .collect(Collectors.joining(", "));
    String times =
        row.times().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + " ms")
            .collect(Collectors.joining(", "));
    String verdict = row.breaches().isEmpty() ? "kept" : "BROKEN: " + row.breaches();
    return row.scenario() + ", " + row.variant() + ": " + counts + "; " + times + "; " + verdict;
  }
}
