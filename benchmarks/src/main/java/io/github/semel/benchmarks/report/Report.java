package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.choose.Candidate;
import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.contender.Traits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Renders the pages of a comparison from the files that it wrote. */
public final class Report {

  /** The page. */
  public static final String PAGE = "README.md";

  /** The page for a browser. */
  public static final String INDEX = "index.html";

  /** What JMH measured, as JMH writes it. */
  public static final String JMH = "jmh.json";

  /** The memory of the contenders. */
  public static final String FOOTPRINT = "footprint.json";

  /** Where, when and how it was measured. */
  public static final String ENVIRONMENT = "environment.json";

  static final String NOTHING = "–";
  static final String CAFFEINE = "caffeine";

  private record Section(String benchmark, String title, String text, List<String> references) {}

  private static final List<Section> SECTIONS =
      List.of(
          new Section(
              "FreshKeys",
              "Fresh keys: claim + complete",
              "Every request is new; as many entries expire as come in, with the same number live"
                  + " for every contender. Time goes by with the fresh keys, for all who can take a"
                  + " clock (`ttlMillis` is for those who cannot), so that speed does not change how"
                  + " many entries are live; each reading of it pays for a real `nanoTime` as well.",
              List.of(Contenders.BASELINE, CAFFEINE)),
          new Section(
              "Duplicates",
              "Duplicates: replay of a completed key",
              "Every request repeats a completed one, in random order, and reads from its recorded"
                  + " 200 bytes.",
              List.of(Contenders.BASELINE)),
          new Section(
              "HotKey",
              "Hot key: all threads replay one completed key",
              "The extreme of duplicates: the record stays in the cache of every core.",
              List.of(Contenders.BASELINE)),
          new Section(
              "WebhookStorm",
              "Webhook storm: duplicates of a key that is not completed",
              "All threads repeat one key while its first request is under way, and each is told"
                  + " so. After 64 of one thread it is completed and the next key is claimed.",
              List.of(Contenders.BASELINE)),
          new Section(
              "ZipfMix",
              "Zipf mix: fresh keys and duplicates",
              "A given part of the requests are duplicates, most of them of the latest keys: how far"
                  + " back they reach follows Zipf's distribution.",
              List.of(Contenders.BASELINE)));

  private static final String CHOOSER =
      """
      [`index.html`](index.html) is the same with a form that chooses a store for a workload; it opens \
      from a folder, with no network.

      """;

  private static final String ABOUT =
      """
      Made by `io.github.semel.benchmarks.report.Report` from the files beside it; do not edit. \
      `jmh.json` and `redis.json` are JMH's raw results; what stands under *Evidence* is from the stress tests.

      - `mvn -Pcompare verify` measures again, quickly, and writes all files.
      - `java -jar benchmarks/target/benchmarks.jar compare --full --results results` takes longer and \
      says more.
      - `--suites heap`, `chronicle`, `redis`, `load` or `http` measures one of them, and leaves the others' \
      files alone.
      - `java -jar benchmarks/target/benchmarks.jar report --results results` makes these pages again from \
      the files.
      - `java -jar benchmarks/target/benchmarks.jar choose --help` chooses a store for a workload, and \
      measures it.

      Scores are means with JMH's 99.9% confidence interval over the iterations of all forks; *× map* \
      is the score as a multiple of the bare map's in the same run, with the errors of both, and so are \
      its like. A store that stands under two names shows what noise alone can do: differences of that \
      size mean nothing. ▾ marks a figure in which one of Semel's stores is behind what it is set against, \
      also where the errors would allow for a draw.

      """;

  private static final String LATENCY_NOTE =
      """
      Sampled by JMH while each thread calls as fast as it can. In such a closed loop a pause delays \
      one call a thread, where in service it would delay all that come meanwhile: read the tail as a \
      lower bound.

      """;

  private static final String FOOTPRINT_NOTE =
      """
      Reachable bytes (JOL) in the steady state of the fresh keys, over the live entries; what is \
      expired and not swept yet counts. The 200 bytes of the response do not; what a store that copies \
      them takes beyond does. *Held* is what was in there, live or not.

      """;

  private final Results results;

  private Report(Results results) {
    this.results = results;
  }

  /**
   * Renders the pages and charts, and writes them beside the files.
   *
   * @param folder where the files are
   * @return the tables, for a terminal
   */
  public static String write(Path folder) throws IOException {
    String tables = "";
    String environment = "";
    if (Files.exists(folder.resolve(JMH))) {
      Report report = new Report(Results.read(folder));
      tables = report.tables();
      environment = report.environment();
    }
    if (ChronicleReport.isWritten(folder)) {
      tables += ChronicleReport.tables(folder);
    }
    if (LoadReport.isWritten(folder)) {
      tables += LoadReport.tables(folder);
    }
    if (HttpReport.isWritten(folder)) {
      tables += HttpReport.tables(folder);
    }
    List<Candidate> candidates = Candidates.read(folder);
    tables += MemoryCost.tables(candidates);
    if (RedisReport.isWritten(folder)) {
      RedisReport redis = RedisReport.read(folder);
      tables += redis.tables();
      environment += (environment.isEmpty() ? "" : "\n") + redis.environment();
    }
    if (EvidenceReport.isWritten(folder)) {
      tables += EvidenceReport.tables(folder);
    }
    Charts charts = Charts.of(folder, candidates);
    String page = charts.markdown() + tables + environment;
    charts.write();
    Files.writeString(folder.resolve(PAGE), "# Comparison\n\n" + CHOOSER + ABOUT + page);
    Files.writeString(folder.resolve(INDEX), Page.of(ABOUT + page, charts.drawings(), candidates));
    ReadmeFigures.update(folder);
    return tables;
  }

  /** Whether a folder has what it takes to render the page. */
  public static boolean isWritten(Path folder) throws IOException {
    return Files.exists(folder.resolve(JMH))
        || ChronicleReport.isWritten(folder)
        || LoadReport.isWritten(folder)
        || HttpReport.isWritten(folder)
        || RedisReport.isWritten(folder)
        || EvidenceReport.isWritten(folder);
  }

  private String tables() {
    StringBuilder page = new StringBuilder();
    if (!results.failures().isEmpty()) {
      page.append("**Failed, and missing below:**\n\n");
      results.failures().forEach(failure -> page.append("- ").append(failure).append('\n'));
      page.append('\n');
    }
    for (Section section : SECTIONS) {
      appendThroughput(page, section);
    }
    appendAllocation(page);
    appendLatency(page);
    appendFootprint(page);
    appendTraits(page);
    return page.toString();
  }

  private void appendThroughput(StringBuilder page, Section section) {
    List<Integer> threads = results.threads(section.benchmark(), Measurement.THROUGHPUT);
    if (threads.isEmpty()) {
      return;
    }
    List<String> references =
        section.references().stream().filter(results.stores()::contains).toList();
    List<String> header = new ArrayList<>(List.of("millions a second"));
    for (int count : threads) {
      header.add(threads(count));
      references.forEach(reference -> header.add("× " + reference));
    }
    Table table = new Table(true, header);
    for (String store : results.stores()) {
      List<String> row = new ArrayList<>(List.of(store));
      for (int count : threads) {
        Optional<Estimate> score = score(section, count, store);
        row.add(score.map(estimate -> estimate.format(3)).orElse(NOTHING));
        for (String reference : references) {
          row.add(
              score
                  .flatMap(own -> score(section, count, reference).map(own::dividedBy))
                  .map(ratio -> store.equals(reference) ? "1" : ratio.formatRatio(isOwn(store)))
                  .orElse(NOTHING));
        }
      }
      addUnlessEmpty(table, row);
    }
    page.append("## ").append(section.title()).append("\n\n");
    page.append(section.text()).append("\n\n");
    Map<String, String> parameters = results.parameters(section.benchmark());
    if (!parameters.isEmpty()) {
      page.append("Parameters: ");
      page.append(
          parameters.entrySet().stream()
              .map(entry -> entry.getKey() + " = " + entry.getValue())
              .collect(Collectors.joining(", ", "", ".\n\n")));
    }
    page.append(table.toMarkdown()).append('\n');
  }

  static boolean isOwn(String store) {
    return !Contenders.rivals().contains(store);
  }

  private Optional<Estimate> score(Section section, int threads, String store) {
    return results
        .measurement(section.benchmark(), Measurement.THROUGHPUT, threads, store)
        .map(Measurement::score);
  }

  private void appendAllocation(StringBuilder page) {
    List<String> header = new ArrayList<>(List.of("bytes an operation"));
    for (Section section : SECTIONS) {
      for (int threads : results.threads(section.benchmark(), Measurement.THROUGHPUT)) {
        header.add(section.benchmark() + ", " + threads(threads));
      }
    }
    Table table = new Table(true, header);
    for (String store : results.stores()) {
      List<String> row = new ArrayList<>(List.of(store));
      for (Section section : SECTIONS) {
        for (int threads : results.threads(section.benchmark(), Measurement.THROUGHPUT)) {
          row.add(
              results
                  .measurement(section.benchmark(), Measurement.THROUGHPUT, threads, store)
                  .filter(measurement -> !measurement.allocated().isEmpty())
                  .map(measurement -> measurement.allocatedBytes().format(1))
                  .orElse(NOTHING));
        }
      }
      addUnlessEmpty(table, row);
    }
    page.append("## Allocation\n\n").append(table.toMarkdown()).append('\n');
  }

  private void appendLatency(StringBuilder page) {
    for (Section section : SECTIONS) {
      for (int threads : results.threads(section.benchmark(), Measurement.SAMPLED)) {
        Table table =
            new Table(true, List.of("nanoseconds", "p50", "p99", "p99.9", "p99.99", "longest"));
        for (String store : results.stores()) {
          results
              .measurement(section.benchmark(), Measurement.SAMPLED, threads, store)
              .ifPresent(
                  measurement -> {
                    List<String> row = new ArrayList<>(List.of(store));
                    for (double part : new double[] {0.5, 0.99, 0.999, 0.9999, 1}) {
                      row.add(String.format(Locale.ROOT, "%,.0f", measurement.percentile(part)));
                    }
                    table.add(row);
                  });
        }
        page.append("## Latency: ").append(section.title()).append(", ");
        page.append(threads(threads)).append("\n\n").append(LATENCY_NOTE);
        page.append(table.toMarkdown()).append('\n');
      }
    }
  }

  private void appendFootprint(StringBuilder page) {
    Table table =
        new Table(true, List.of("bytes a live entry", "with its key", "without", "live", "held"));
    for (String store : results.stores()) {
      results
          .footprint(store)
          .ifPresent(
              result ->
                  table.add(
                      List.of(
                          store,
                          String.format(Locale.ROOT, "%.1f", result.bytesAnEntry()),
                          String.format(Locale.ROOT, "%.1f", result.bytesAnEntryWithoutKey()),
                          String.format(Locale.ROOT, "%,d", result.live()),
                          String.format(Locale.ROOT, "%,d", result.entries()))));
    }
    page.append("## Memory\n\n").append(FOOTPRINT_NOTE);
    page.append(table.toMarkdown()).append('\n');
  }

  private void appendTraits(StringBuilder page) {
    Table table = new Table(false, List.of("name", "what it is", "what it lacks"));
    for (String store : results.stores()) {
      Traits traits = Contenders.traits(store);
      table.add(List.of(store, traits.what(), traits.lacks().isEmpty() ? NOTHING : traits.lacks()));
    }
    page.append("## Who is who\n\n").append(table.toMarkdown()).append('\n');
  }

  private String environment() {
    return results.environment().entrySet().stream()
        .map(entry -> "- " + entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining("", "## Environment\n\n", ""));
  }

  /** A contender that took no part in a benchmark has no row in its table. */
  private static void addUnlessEmpty(Table table, List<String> row) {
    if (!row.subList(1, row.size()).stream().allMatch(NOTHING::equals)) {
      table.add(row);
    }
  }

  static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
