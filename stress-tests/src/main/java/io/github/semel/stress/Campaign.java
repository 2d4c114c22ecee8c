package io.github.semel.stress;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs scenarios, prints each row as it comes, and writes the files. */
final class Campaign {

  private Campaign() {}

  /** Whether every promise was kept. */
  static boolean run(CampaignOptions options, PrintWriter out)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Map<String, Map<Scenario, List<Row>>> results = new LinkedHashMap<>();
    Map<String, Report> reports = new LinkedHashMap<>();
    for (Scenario scenario : options.scenarios()) {
      long start = System.nanoTime();
      List<Row> rows = new ArrayList<>();
      var ofStore = results.computeIfAbsent(scenario.store(), store -> new LinkedHashMap<>());
      ofStore.put(scenario, rows);
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
      Report before = reports.get(scenario.store());
      long seconds = (before == null ? 0 : before.seconds()) + seconds(start);
      Report report = new Report(scenario.store(), options.sizes(), ofStore, seconds);
      reports.put(scenario.store(), report);
      report.write(options.results());
    }
    reports.forEach((store, report) -> out.println(store + ": " + report.verdict()));
    out.println(seconds(began) + " s");
    return reports.values().stream().allMatch(report -> report.breached().isEmpty());
  }

  private static long seconds(long start) {
    return (System.nanoTime() - start) / 1_000_000_000;
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
