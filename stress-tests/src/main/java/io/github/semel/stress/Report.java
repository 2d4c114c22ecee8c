package io.github.semel.stress;

import io.github.semel.redis.server.RedisBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of a campaign: the counts as they are, and a page with a table per scenario. */
final class Report {

  private static final List<Count> JUDGED =
      List.of(
          Count.DOUBLE_GRANTS,
          Count.LOST_OUTCOMES,
          Count.LOST_CLAIMS,
          Count.SELF_LOSSES,
          Count.WRONG_ATTEMPTS,
          Count.WRONG_ANSWERS);

  private final String store;
  private final Sizes sizes;
  private final Map<Scenario, List<Row>> results;
  private final long seconds;

  Report(String store, Sizes sizes, Map<Scenario, List<Row>> results, long seconds) {
    this.store = store;
    this.sizes = sizes;
    this.results = results;
    this.seconds = seconds;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(file("json")), json());
    Files.writeString(folder.resolve(file("md")), page());
  }

  private String file(String extension) {
    return store + "-faults." + extension;
  }

  /** How long the store's scenarios have taken so far. */
  long seconds() {
    return seconds;
  }

  /** The rows that broke their promise. */
  List<Row> breached() {
    return results.values().stream()
        .flatMap(List::stream)
        .filter(row -> !row.breaches().isEmpty())
        .toList();
  }

  String verdict() {
    long rows = results.values().stream().mapToLong(List::size).sum();
    List<Row> breached = breached();
    return breached.isEmpty()
        ? "all " + rows + " rows keep their promise"
        : breached.size() + " of " + rows + " rows break their promise";
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (store.equals("redis")) {
      settings.put("Redis", RedisBinary.find().version());
    }
    settings.put("Java", String.valueOf(Runtime.version()));
    settings.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    settings.put("seed", String.valueOf(sizes.seed()));
    settings.put("threads", String.valueOf(sizes.threads()));
    settings.put("many threads", String.valueOf(sizes.manyThreads()));
    settings.put("lost replies of each kind", String.valueOf(sizes.lostReplies()));
    settings.put("rounds", String.valueOf(sizes.rounds()));
    settings.put("load before a fault", sizes.load().toMillis() + " ms");
    settings.put("took", seconds + " s");
    return settings;
  }

  String json() {
    String rows =
        results.values().stream()
            .flatMap(List::stream)
            .map(Report::json)
            .collect(Collectors.joining(",\n"));
    return "{\n  \"settings\": "
        + Json.texts(settings())
        + ",\n  \"rows\": [\n"
        + rows
        + "\n  ]\n}\n";
  }

  private static String json(Row row) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Count count : Count.values()) {
      // What must not be is written also where it was not.
      if (row.get(count) != 0 || JUDGED.contains(count)) {
        counts.put(count.title(), row.get(count));
      }
    }
    return "    {\n      \"scenario\": "
        + Json.quote(row.scenario())
        + ",\n      \"variant\": "
        + Json.quote(row.variant())
        + ",\n      \"promise\": "
        + Json.quote(promise(row))
        + ",\n      \"kept\": "
        + row.breaches().isEmpty()
        + ",\n      \"counts\": "
        + Json.numbers(counts)
        + ",\n      \"milliseconds\": "
        + Json.numbers(row.times())
        + "\n    }";
  }

  private static String promise(Row row) {
    return switch (row.promise()) {
      case NOTHING_LOST -> "nothing lost";
      case LOSSES_COUNTED -> "losses counted";
    };
  }

  String page() {
    StringBuilder page = new StringBuilder();
    page.append("# Faults: ")
        .append(store)
        .append("\n\nMade by `io.github.semel.stress.Campaign` with `")
        .append(file("json"))
        .append("` beside it; do not edit. `mvn -Pcampaign verify` makes both again.\n\n")
        .append("Result: ")
        .append(verdict())
        .append(".\n\n");
    settings()
        .forEach(
            (name, value) ->
                page.append("- ").append(name).append(": ").append(value).append('\n'));
    page.append(
        """

        Every acknowledged key is claimed again with another owner, during the load and after it. \
        A *double grant* is an acknowledged claim that somebody else then got as a first attempt. \
        A *lost outcome* is a completion that the store had confirmed and a later claim did not \
        get, byte for byte. A *lost claim* is a live claim whose own holder was refused. A *self \
        loss* is a claim of a key that nobody else wants and that was not granted. A row whose \
        promise is *nothing lost* has none of these. A row whose promise is *losses counted* may \
        have the first three, because a master may take with it what no replica had. *Unavailable* \
        are calls that ended with `StoreUnavailableException`: they took place once or not at all, \
        and their callers sent them again with the same owner.
        """);
    results.forEach((scenario, rows) -> page.append(section(scenario, rows)));
    return page.toString();
  }

  private static String section(Scenario scenario, List<Row> rows) {
    List<String> times =
        List.copyOf(
            rows.stream()
                .flatMap(row -> row.times().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    List<Count> counts =
        List.of(Count.values()).stream()
            .filter(
                count ->
                    JUDGED.contains(count) || rows.stream().anyMatch(row -> row.get(count) > 0))
            .toList();
    List<String> variants = new ArrayList<>(List.of(""));
    rows.forEach(row -> variants.add(row.variant()));
    Table table = new Table(variants);
    List<String> promises = new ArrayList<>(List.of("promise"));
    rows.forEach(row -> promises.add(promise(row)));
    table.add(promises);
    for (Count count : counts) {
      List<String> cells = new ArrayList<>(List.of(count.title()));
      rows.forEach(row -> cells.add(String.format(Locale.ROOT, "%,d", row.get(count))));
      table.add(cells);
    }
    for (String time : times) {
      List<String> cells = new ArrayList<>(List.of(time + ", ms"));
      rows.forEach(
          row -> {
            Long millis = row.times().get(time);
            cells.add(millis == null ? "–" : String.format(Locale.ROOT, "%,d", millis));
          });
      table.add(cells);
    }
    return "\n## "
        + scenario.name()
        + "\n\n"
        + scenario.description()
        + "\n\n"
        + table.toMarkdown();
  }
}
