package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.redis.contender.RedisContenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of the page that is about Redis, from the files of its comparison. */
public final class RedisReport {

  /** What JMH measured, as JMH writes it. */
  public static final String JMH = "redis.json";

  /** The commands that operations take. */
  public static final String COMMANDS = "redis-commands.json";

  /** The memory of records on the server. */
  public static final String MEMORY = "redis-memory.json";

  /** Where, when and how it was measured. */
  public static final String ENVIRONMENT = "redis-environment.json";

  private static final String NOTHING = "–";
  static final String CLAIMS = "RedisClaims";
  private static final String VIRTUAL = "RedisClaimsOnVirtualThreads";
  private static final String BATCHES = "RedisBatches";
  private static final String DURABILITY = "RedisDurability";
  static final String OPERATIONS = "RedisOperations";

  private static final double MICROSECONDS_A_SECOND = 1e6;

  private static final String ABOUT_CLAIMS =
      """
      Every claim is of a key that nobody has claimed; all run the same script, but for \
      `native-pooled`. `semel-combined` runs it once for up to 32 claims that travel together, the \
      others once for each. Clients and server share the machine and its loopback. *The limit* is \
      the script in a pipeline, from the batches below: what one connection and one thread can have \
      the server do with one claim a run.

      """;

  private static final String ABOUT_BATCHES =
      """
      64 keys at a time, one thread: the store's `claimAll`, and bare pipelines of the same script and \
      of a command of the server itself over one connection. Counted are keys.

      """;

  private static final String ABOUT_DURABILITY =
      """
      Claims on a master that one replica follows. With *wait*, a claim returns when the replica has \
      it.

      """;

  private static final String ABOUT_OPERATIONS =
      """
      One idempotent operation each, without the work in between: claim and complete, or what comes \
      closest to it. What each lacks of the protocol stands below.

      """;

  private final Map<Measurement.Key, Measurement> measurements;
  private final Json counts;
  private final Json environment;

  private RedisReport(
      Map<Measurement.Key, Measurement> measurements, Json counts, Json environment) {
    this.measurements = measurements;
    this.counts = counts;
    this.environment = environment;
  }

  static boolean isWritten(Path folder) {
    return Files.exists(folder.resolve(JMH));
  }

  static RedisReport read(Path folder) throws IOException {
    return new RedisReport(
        Measurement.readAll(Json.parse(Files.readString(folder.resolve(JMH)))),
        Json.parse(Files.readString(folder.resolve(COMMANDS))),
        Json.parse(Files.readString(folder.resolve(ENVIRONMENT))));
  }

  /** All tables. */
  String tables() {
    StringBuilder page = new StringBuilder();
    List<String> remarks = new ArrayList<>(texts("notes"));
    texts("failures").forEach(failure -> remarks.add("Failed, and missing below: " + failure));
    if (!remarks.isEmpty()) {
      page.append("**Redis:**\n\n");
      remarks.forEach(remark -> page.append("- ").append(remark).append('\n'));
      page.append('\n');
    }
    appendClaims(page);
    appendSection(
        page,
        "Redis: batches of claims",
        ABOUT_BATCHES,
        BATCHES,
        List.of(RedisContenders.RAW_PIPELINE));
    appendSection(
        page,
        "Redis: waiting for a replica",
        ABOUT_DURABILITY,
        DURABILITY,
        List.of(RedisContenders.SEMEL_POOLED));
    appendSection(
        page,
        "Redis: claim + complete, and rivals",
        ABOUT_OPERATIONS,
        OPERATIONS,
        List.of(RedisContenders.SEMEL_POOLED, RedisContenders.SEMEL_COMBINED));
    appendCommands(page);
    appendTraits(page);
    return page.toString();
  }

  private void appendClaims(StringBuilder page) {
    if (threads(CLAIMS).isEmpty()) {
      return;
    }
    page.append("## Redis: claims of fresh keys\n\n").append(ABOUT_CLAIMS);
    List<String> bases =
        List.of(RedisContenders.RAW_POOLED, RedisContenders.SEMEL_POOLED, RedisContenders.LETTUCE);
    Optional<Estimate> limit = aSecond(BATCHES, 1, RedisContenders.RAW_PIPELINE);
    for (int count : threads(CLAIMS)) {
      String title = count == 1 ? "1 thread" : count + " threads";
      page.append(table(title, CLAIMS, count, bases, limit)).append('\n');
    }
    for (int count : threads(VIRTUAL)) {
      page.append(table(count + " virtual threads", VIRTUAL, count, bases, limit)).append('\n');
    }
  }

  private void appendSection(
      StringBuilder page, String title, String about, String benchmark, List<String> bases) {
    List<Integer> threads = threads(benchmark);
    if (threads.isEmpty()) {
      return;
    }
    page.append("## ").append(title).append("\n\n").append(about);
    for (int count : threads) {
      String header = count == 1 ? "1 thread" : count + " threads";
      page.append(table(header, benchmark, count, bases, Optional.empty())).append('\n');
    }
  }

  /** Those who took part, each against the bases. */
  private String table(
      String title, String benchmark, int threads, List<String> bases, Optional<Estimate> limit) {
    List<String> header = new ArrayList<>(List.of(title, "a second"));
    bases.forEach(base -> header.add("× " + base));
    Map<String, Estimate> rows = new LinkedHashMap<>();
    for (String store : RedisContenders.names()) {
      aSecond(benchmark, threads, store).ifPresent(estimate -> rows.put(store, estimate));
    }
    limit.ifPresent(estimate -> rows.put("the limit", estimate));
    Table table = new Table(true, header);
    rows.forEach(
        (store, estimate) -> {
          List<String> row = new ArrayList<>(List.of(store, estimate.format(0)));
          for (String base : bases) {
            row.add(
                store.equals(base)
                    ? "1"
                    : aSecond(benchmark, threads, base)
                        .map(other -> estimate.dividedBy(other).formatRatio(isOwn(store)))
                        .orElse(NOTHING));
          }
          table.add(row);
        });
    return table.toMarkdown();
  }

  static boolean isOwn(String store) {
    return store.startsWith("semel");
  }

  private void appendCommands(StringBuilder page) {
    List<Json> rows = counts.items();
    if (rows.isEmpty()) {
      return;
    }
    Table table = new Table(true, List.of("commands an operation", "sent", "executed"));
    for (Json row : rows) {
      double operations = row.get("operations").number();
      table.add(
          List.of(
              row.get("store").text(),
              String.format(Locale.ROOT, "%.1f", row.get("sent").number() / operations),
              String.format(Locale.ROOT, "%.1f", row.get("executed").number() / operations)));
    }
    page.append("## Redis: commands an operation\n\n");
    page.append(
        """
        Counted by the server's `MONITOR` while one thread does %d operations. *Sent* came over a \
        connection, and is a round trip each unless it went in a pipeline; *executed* are these and \
        what scripts called inside the server.

        """
            .formatted((int) rows.get(0).get("operations").number()));
    page.append(table.toMarkdown()).append('\n');
  }

  private void appendTraits(StringBuilder page) {
    Table table = new Table(false, List.of("name", "what it is", "what it lacks"));
    List<String> measured =
        measurements.keySet().stream().map(Measurement.Key::store).distinct().toList();
    if (measured.isEmpty()) {
      return;
    }
    for (String store : RedisContenders.names()) {
      if (measured.contains(store)) {
        RedisContenders.Traits traits = RedisContenders.traits(store);
        String lacks = traits.lacks().isEmpty() ? NOTHING : traits.lacks();
        table.add(List.of(store, traits.what(), lacks));
      }
    }
    page.append("## Redis: who is who\n\n").append(table.toMarkdown()).append('\n');
  }

  /** Where it was measured. */
  String environment() {
    StringBuilder page = new StringBuilder("## Environment of the Redis comparison\n\n");
    environment
        .get("environment")
        .members()
        .forEach(
            (name, value) ->
                page.append("- ").append(name).append(": ").append(value.text()).append('\n'));
    return page.toString();
  }

  private Optional<Estimate> aSecond(String benchmark, int threads, String store) {
    return Optional.ofNullable(
            measurements.get(
                new Measurement.Key(benchmark, Measurement.THROUGHPUT, threads, store)))
        .map(measurement -> measurement.score().times(MICROSECONDS_A_SECOND));
  }

  private List<Integer> threads(String benchmark) {
    Stream<Measurement.Key> keys = measurements.keySet().stream();
    return keys.filter(key -> key.benchmark().equals(benchmark))
        .map(Measurement.Key::threads)
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> texts(String name) {
    return environment.get(name).items().stream().map(Json::text).toList();
  }
}
