package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.choose.Candidate;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import io.github.semel.benchmarks.report.chart.BarChart;
import io.github.semel.benchmarks.report.chart.BarChart.Bar;
import io.github.semel.benchmarks.report.chart.LineChart;
import io.github.semel.benchmarks.report.chart.LineChart.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The charts of a comparison, each where there are figures for it. */
final class Charts {

  private static final String FRESH_KEYS = "fresh-keys.svg";
  private static final String DUPLICATES = "duplicates.svg";
  private static final String COST = "cost.svg";
  private static final String WAITS = "waits.svg";
  private static final String REDIS_CLAIMS = "redis-claims.svg";
  private static final String REDIS_WAITS = "redis-waits.svg";
  private static final String HTTP = "http.svg";
  private static final String MEMORY = "memory.svg";

  private static final List<String> FILES =
      List.of(FRESH_KEYS, DUPLICATES, COST, WAITS, REDIS_CLAIMS, REDIS_WAITS, HTTP, MEMORY);

  private static final double NANOS_A_MICRO = 1e3;
  private static final double MICROS_A_SECOND = 1e6;
  private static final int FEW_THREADS = 2;

  private static final List<String> PLACES = List.of("p50", "p99", "p99.9", "p99.99", "longest");

  private final Path folder;
  private final Map<String, String> drawings = new LinkedHashMap<>();
  private final StringBuilder markdown = new StringBuilder();

  private Charts(Path folder) {
    this.folder = folder;
  }

  static Charts of(Path folder, List<Candidate> candidates) throws IOException {
    Charts charts = new Charts(folder);
    if (Files.exists(folder.resolve(Report.JMH))) {
      Results results = Results.read(folder);
      charts.addThroughput(results, "FreshKeys", FRESH_KEYS, "Fresh keys: claim + complete");
      charts.addThroughput(results, "Duplicates", DUPLICATES, "Duplicates of completed keys");
    }
    if (LoadReport.isWritten(folder)) {
      List<Json> rows = charts.rows(LoadReport.MEASURED);
      charts.addCost(LoadReport.of(rows, "CAPACITY"));
      List<Json> waits = LoadReport.of(rows, "WAIT").stream().filter(LoadReport::keptUp).toList();
      Predicate<Json> onServer = row -> LoadReport.name(row).equals(Candidates.REDIS);
      charts.addWaits(
          WAITS, "How long requests wait", waits.stream().filter(onServer.negate()).toList());
      charts.addWaits(
          REDIS_WAITS, "Redis: how long requests wait", waits.stream().filter(onServer).toList());
    }
    if (RedisReport.isWritten(folder)) {
      charts.addRedis();
    }
    if (HttpReport.isWritten(folder)) {
      charts.addHttp();
    }
    charts.addMemory(candidates);
    return charts;
  }

  /** Writes the drawings, and takes away what was drawn of files that are gone. */
  void write() throws IOException {
    for (String file : FILES) {
      String drawing = drawings.get(file);
      if (drawing == null) {
        Files.deleteIfExists(folder.resolve(file));
      } else {
        Files.writeString(folder.resolve(file), drawing);
      }
    }
  }

  /** The drawings by the name of their file. */
  Map<String, String> drawings() {
    return drawings;
  }

  /** All of them with a word each, for a page. */
  String markdown() {
    return markdown.isEmpty() ? "" : "## At a glance\n\n" + markdown;
  }

  private List<Json> rows(String file) throws IOException {
    return Json.parse(Files.readString(folder.resolve(file))).items();
  }

  private void add(String file, String title, String svg, String about) {
    drawings.put(file, svg);
    markdown.append("![").append(title).append("](").append(file).append(")\n\n");
    markdown.append(about).append("\n\n");
  }

  private void addThroughput(Results results, String benchmark, String file, String title) {
    List<Integer> counts = results.threads(benchmark, Measurement.THROUGHPUT);
    if (counts.isEmpty()) {
      return;
    }
    int threads = counts.contains(FEW_THREADS) ? FEW_THREADS : counts.get(counts.size() - 1);
    List<Bar> bars =
        results.stores().stream()
            .map(
                store ->
                    results
                        .measurement(benchmark, Measurement.THROUGHPUT, threads, store)
                        .map(measured -> bar(measured, 1, Report.isOwn(store))))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingDouble(Bar::value).reversed())
            .toList();
    String axis =
        "millions a second, "
            + Report.threads(threads)
            + "; whiskers from the slowest"
            + " iteration to the fastest";
    add(
        file,
        title,
        new BarChart(title, axis, 2, bars).toSvg(),
        "Longer is better. Semel's stores are in colour; what each of the others lacks stands under"
            + " *Who is who*.");
  }

  private static Bar bar(Measurement measured, double factor, boolean own) {
    return new Bar(
        LoadReport.shortName(measured.key().store()),
        own,
        measured.score().mean() * factor,
        factor * measured.scores().stream().min(Comparator.naturalOrder()).orElseThrow(),
        factor * measured.scores().stream().max(Comparator.naturalOrder()).orElseThrow());
  }

  private void addCost(List<Json> all) {
    // Rows with another size of response are another question.
    List<Json> rows = all.stream().filter(row -> row.get("responseBytes").number() > 0).toList();
    List<Double> lives = distinct(rows, row -> row.get("live").number());
    List<Series> series = new ArrayList<>();
    for (String store : stores(rows)) {
      series.add(
          new Series(
              store,
              lives.stream()
                  .map(live -> value(rows, store, live, LoadReport::processor))
                  .toList()));
    }
    if (lives.size() < 2) {
      return;
    }
    String title = "What a request costs as live keys grow in number";
    String axis = "nanoseconds of processor time a request, collector included, by live keys";
    List<String> places =
        lives.stream().map(live -> String.format(Locale.ROOT, "%,.0f", live)).toList();
    add(
        COST,
        title,
        new LineChart(title, axis, places, series).toSvg(),
        "Lower is better. The axis is logarithmic.");
  }

  private static double value(
      List<Json> rows, String store, double live, ToDoubleFunction<Json> value) {
    Predicate<Json> wanted =
        row -> LoadReport.name(row).equals(store) && row.get("live").number() == live;
    return rows.stream().filter(wanted).mapToDouble(value).findFirst().orElse(Double.NaN);
  }

  private void addWaits(String file, String title, List<Json> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Series> series =
        rows.stream()
            .map(
                row ->
                    new Series(
                        LoadReport.name(row),
                        LoadReport.PERCENTILES.stream()
                            .map(name -> row.get(name).number() / NANOS_A_MICRO)
                            .toList()))
            .toList();
    String axis =
        String.format(
            Locale.ROOT,
            "microseconds from when a request was due, %,.0f a second, %,.0f live keys",
            rows.get(0).get("rate").number(),
            rows.get(0).get("live").number());
    add(
        file,
        title,
        new LineChart(title, axis, PLACES, series).toSvg(),
        "Lower is better. The axis is logarithmic. The loop is open: a pause delays all that come"
            + " meanwhile, and is seen.");
  }

  private void addRedis() throws IOException {
    Collection<Measurement> claims =
        Measurement.readAll(Json.parse(Files.readString(folder.resolve(RedisReport.JMH)))).values();
    claims = claims.stream().filter(m -> m.key().benchmark().equals(RedisReport.CLAIMS)).toList();
    int threads = claims.stream().mapToInt(m -> m.key().threads()).max().orElse(0);
    List<Bar> bars =
        claims.stream()
            .filter(measured -> measured.key().threads() == threads)
            .map(m -> bar(m, MICROS_A_SECOND, RedisReport.isOwn(m.key().store())))
            .sorted(Comparator.comparingDouble(Bar::value).reversed())
            .toList();
    if (bars.isEmpty()) {
      return;
    }
    String title = "Redis: claims of fresh keys";
    String axis =
        "a second, "
            + Report.threads(threads)
            + " that call at once; whiskers from the"
            + " slowest iteration to the fastest";
    add(
        REDIS_CLAIMS,
        title,
        new BarChart(title, axis, 0, bars).toSvg(),
        "Longer is better. All but `"
            + RedisContenders.NATIVE_POOLED
            + "` send the same script; `"
            + RedisContenders.RAW_POOLED
            + "` does nothing else.");
  }

  private void addHttp() throws IOException {
    List<Bar> bars = HttpReport.bars(folder);
    if (bars.isEmpty()) {
      return;
    }
    String title = "HTTP: what idempotency keys take";
    String axis = "requests a second, median; whiskers from the slowest round to the fastest";
    add(
        HTTP,
        title,
        new BarChart(title, axis, 0, bars).toSvg(),
        "Longer is better. The handler does nothing, so that this is the largest part that keys can"
            + " take.");
  }

  private void addMemory(List<Candidate> candidates) throws IOException {
    List<Bar> bars = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (!Double.isNaN(candidate.recordBytes())) {
        bars.add(bar(candidate.name(), true, candidate.recordBytes()));
      }
    }
    if (Files.exists(folder.resolve(Report.FOOTPRINT))) {
      rows(Report.FOOTPRINT).stream()
          .map(FootprintResult::of)
          .filter(result -> !Report.isOwn(result.store()))
          .forEach(result -> bars.add(bar(result.store(), false, result.bytesAnEntry())));
    }
    bars.sort(Comparator.comparingDouble(Bar::value));
    if (bars.isEmpty()) {
      return;
    }
    String title = "Memory of a live key";
    add(
        MEMORY,
        title,
        new BarChart(title, "bytes, with a UUID for the key and without the outcome", 0, bars)
            .toSvg(),
        "Shorter is better. Where it is, on the heap, outside of it or on a server, stands in the"
            + " name.");
  }

  private static Bar bar(String label, boolean own, double value) {
    return new Bar(label, own, value, value, value);
  }

  private static List<String> stores(List<Json> rows) {
    return rows.stream().map(LoadReport::name).distinct().toList();
  }

  private static List<Double> distinct(List<Json> rows, ToDoubleFunction<Json> value) {
    return rows.stream().map(value::applyAsDouble).distinct().sorted().toList();
  }
}
