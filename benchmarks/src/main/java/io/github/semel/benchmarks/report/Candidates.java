package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.choose.Candidate;
import io.github.semel.benchmarks.choose.Candidate.Kind;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Our own stores with what the files say of them, for the one who chooses. */
public final class Candidates {

  /** The store in memory outside the heap; what a file takes, it takes there. */
  public static final String OFF_HEAP = "chronicle: in memory";

  /** The same in a file. */
  public static final String FILE = "chronicle: in a file";

  /** The store on Redis as it is by default. */
  public static final String REDIS = "redis:";

  private static final double MICROS_A_SECOND = 1e6;
  private static final double NANOS_A_MICRO = 1e3;

  private final Path folder;

  private Candidates(Path folder) {
    this.folder = folder;
  }

  /** All of them, the nearest first. */
  public static List<Candidate> read(Path folder) throws IOException {
    Candidates candidates = new Candidates(folder);
    return List.of(
        candidates.inMemory(
            "heap:",
            Kind.HEAP,
            candidates.onHeap("heap:"),
            "ConcurrentHashMapStore.builder().maxEntries({entries}).build();"),
        candidates.inMemory(
            "compact:",
            Kind.HEAP,
            candidates.onHeap("compact:"),
            "StripedStore.builder().maxEntries({entries}).build();"),
        candidates.inMemory(
            OFF_HEAP,
            Kind.OFF_HEAP,
            candidates.inFile(),
            "ChronicleMapStore.inMemory({entries}L).averageKeyBytes(0)"
                + ".reservedOutcomeBytes({bytes}).open();"),
        candidates.file(),
        candidates.redis());
  }

  private Candidate inMemory(String name, Kind kind, double recordBytes, String code)
      throws IOException {
    String store = name.substring(0, name.indexOf(':') + 1);
    double requests =
        largest(rows(LoadReport.MEASURED, "CAPACITY", store))
            .map(LoadReport::rate)
            .orElse(Double.NaN);
    return candidate(name, kind, recordBytes, requests, store, code);
  }

  private Candidate file() throws IOException {
    double requests =
        filled()
            .map(row -> records(row) / row.get("fillMicros").number() * MICROS_A_SECOND)
            .orElse(Double.NaN);
    return candidate(
        FILE,
        Kind.FILE,
        inFile(),
        requests,
        "chronicle:/",
        "ChronicleMapStore.file(Path.of(\"semel.store\"), {entries}L).averageKeyBytes(0)"
            + ".reservedOutcomeBytes({bytes}).open();");
  }

  private Candidate redis() throws IOException {
    double recordBytes =
        largest(rows(RedisReport.MEMORY))
            .map(row -> row.get("bytes").number() / records(row) - row.get("valueBytes").number())
            .orElse(Double.NaN);
    double requests = Double.NaN;
    if (Files.exists(folder.resolve(RedisReport.JMH))) {
      requests =
          Measurement.readAll(Json.parse(read(RedisReport.JMH))).values().stream()
              .filter(
                  measured ->
                      measured.key().benchmark().equals(RedisReport.OPERATIONS)
                          && measured.key().store().equals(RedisContenders.SEMEL_COMBINED))
              .max(Comparator.comparingInt(measured -> measured.key().threads()))
              .map(measured -> measured.score().mean() * MICROS_A_SECOND)
              .orElse(Double.NaN);
    }
    return candidate(
        REDIS,
        Kind.SERVER,
        recordBytes,
        requests,
        REDIS,
        "RedisStore.standalone(\"127.0.0.1\", 6379).build();");
  }

  private Candidate candidate(
      String name, Kind kind, double recordBytes, double requests, String store, String code)
      throws IOException {
    Optional<Json> timed =
        largest(
            rows(LoadReport.MEASURED, "WAIT", store).stream().filter(LoadReport::keptUp).toList());
    return new Candidate(
        name,
        kind,
        recordBytes,
        requests,
        timed.map(row -> row.get("p99").number() / NANOS_A_MICRO).orElse(Double.NaN),
        timed.map(row -> row.get("rate").number()).orElse(Double.NaN),
        false,
        "IdempotencyStore store = " + code);
  }

  /** Bytes of a record on the heap: under load with outcomes of their own, else as JOL counts. */
  private double onHeap(String store) throws IOException {
    List<Json> loads =
        rows(LoadReport.MEASURED, "CAPACITY", store).stream()
            .filter(row -> row.get("responseBytes").number() > 0)
            .toList();
    Optional<Double> underLoad =
        largest(loads)
            .map(
                row ->
                    row.get("heapBytes").number() / row.get("live").number()
                        - row.get("responseBytes").number());
    if (underLoad.isPresent()) {
      return underLoad.get();
    }
    return rows(Report.FOOTPRINT).stream()
        .map(FootprintResult::of)
        .filter(result -> result.store().equals(store))
        .findFirst()
        .map(FootprintResult::bytesAnEntry)
        .orElse(Double.NaN);
  }

  private double inFile() throws IOException {
    return filled()
        .map(row -> row.get("fileBytes").number() / records(row) - ChronicleReport.OUTCOME_BYTES)
        .orElse(Double.NaN);
  }

  private Optional<Json> filled() throws IOException {
    return largest(
        rows(ChronicleReport.MEASURED).stream()
            .filter(row -> row.get("fillMicros").number() > records(row) / 100)
            .toList());
  }

  private static double records(Json row) {
    return row.get("records").number();
  }

  /** The row with the most records: at few, what is fixed weighs more than it does in service. */
  private static Optional<Json> largest(List<Json> rows) {
    return rows.stream()
        .max(
            Comparator.comparingDouble(
                row -> row.get(row.has("live") ? "live" : "records").number()));
  }

  private List<Json> rows(String file) throws IOException {
    return Files.exists(folder.resolve(file)) ? Json.parse(read(file)).items() : List.of();
  }

  private List<Json> rows(String file, String question, String store) throws IOException {
    return LoadReport.of(rows(file), question).stream()
        .filter(row -> isOf(row.get("store").text(), store))
        .toList();
  }

  private static boolean isOf(String measured, String store) {
    boolean inFile = measured.startsWith("chronicle:/");
    return measured.startsWith(store) && inFile == store.startsWith("chronicle:/");
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /** As the page has them. */
  public static String toJson(List<Candidate> candidates) {
    return candidates.stream()
        .map(Candidates::toJson)
        .collect(Collectors.joining(",\n", "[\n", "\n]"));
  }

  private static String toJson(Candidate candidate) {
    Kind kind = candidate.kind();
    Map<String, String> members = new LinkedHashMap<>();
    members.put("name", Json.quote(candidate.name()));
    members.put("order", String.valueOf(kind.ordinal()));
    members.put("shared", String.valueOf(kind.shared()));
    members.put("survives", String.valueOf(kind.survives().ordinal()));
    members.put("headroom", String.valueOf(kind.headroom()));
    members.put("burden", Json.quote(kind.burden()));
    members.put("recordBytes", number(candidate.recordBytes()));
    members.put("requests", number(candidate.requestsASecond()));
    members.put("p99", number(candidate.p99Micros()));
    members.put("p99Rate", number(candidate.p99Rate()));
    members.put("code", Json.quote(candidate.code()));
    return members.entrySet().stream()
        .map(member -> Json.quote(member.getKey()) + ": " + member.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String number(double number) {
    return Double.isNaN(number) ? "null" : String.format(Locale.ROOT, "%.3f", number);
  }
}
