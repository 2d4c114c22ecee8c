package io.github.semel.benchmarks;

import io.github.semel.benchmarks.choose.Candidate;
import io.github.semel.benchmarks.choose.Candidate.Kind;
import io.github.semel.benchmarks.choose.Choice;
import io.github.semel.benchmarks.choose.Verdict;
import io.github.semel.benchmarks.choose.Verdict.Outcome;
import io.github.semel.benchmarks.choose.Workload;
import io.github.semel.benchmarks.choose.Workload.Survive;
import io.github.semel.benchmarks.load.Load;
import io.github.semel.benchmarks.load.LoadProcess;
import io.github.semel.benchmarks.redis.RedisTarget;
import io.github.semel.benchmarks.report.Candidates;
import io.github.semel.benchmarks.report.Json;
import io.github.semel.benchmarks.report.LoadReport;
import io.github.semel.redis.server.RedisServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Measures what is left of the candidates at the rate that a workload asks for, with requests that
 * come at their own time and as many live records as a short trial can hold.
 */
final class Trial {

  private static final int WARM_UP_MILLIS = 2_000;
  private static final int MILLIS = 5_000;
  private static final String HEAP = "2g";

  /** The live records together, so that they have room in that heap; and how many at most. */
  private static final long LIVE_BYTES = 400_000_000;

  private static final int OVERHEAD_BYTES = 300;
  private static final int MOST_LIVE = 1_000_000;

  /**
   * On a server a trial keeps what comes in so many seconds, for it has to come over the network.
   */
  private static final int SERVER_SECONDS = 5;

  /** What the code that is chosen for the loss of a host has, as parameters of a store's URI. */
  private static final String WAIT = "replicas=1&replicaTimeoutMillis=1000";

  private static final int PERCENT = 100;
  private static final double NANOS_A_MICRO = 1e3;

  private final Workload workload;
  private final @Nullable String redis;
  private final PrintStream out;
  private final Path log;

  Trial(Workload workload, @Nullable String redis, PrintStream out, Path log) {
    this.workload = workload;
    this.redis = redis;
    this.out = out;
    this.log = log;
  }

  /** The candidates of a choice, with what was measured of those that are still in question. */
  List<Candidate> measured(Choice choice) throws IOException {
    List<Candidate> measured = new ArrayList<>();
    for (Verdict verdict : choice.verdicts()) {
      boolean settled = verdict.outcome() == Outcome.NEED || verdict.outcome() == Outcome.MEMORY;
      measured.add(settled ? verdict.candidate() : measure(verdict.candidate()));
    }
    out.println();
    return measured;
  }

  private Candidate measure(Candidate candidate) throws IOException {
    out.printf(
        "measuring %s at %,.0f requests a second, %d s ...%n",
        candidate.name(), workload.rate(), (WARM_UP_MILLIS + MILLIS) / 1_000);
    switch (candidate.name()) {
      case Candidates.REDIS -> {
        return onRedis(candidate);
      }
      case Candidates.FILE -> {
        try (ScratchFolder folder = ScratchFolder.create()) {
          return measure(candidate, chronicle("chronicle:" + folder.path().resolve("store")));
        }
      }
      case Candidates.OFF_HEAP -> {
        return measure(candidate, chronicle("chronicle:"));
      }
      default -> {
        return measure(candidate, candidate.name());
      }
    }
  }

  private Candidate onRedis(Candidate candidate) throws IOException {
    boolean durable = workload.survive() == Survive.HOST_LOSS;
    if (redis != null) {
      // Not to meet the keys of others there.
      String store = with(redis, "prefix=semel-choose-" + UUID.randomUUID());
      try {
        return measure(candidate, durable ? waiting(redis, store) : store);
      } catch (RedisServerException e) {
        out.println("  not measured: " + e.getMessage());
        return candidate;
      }
    }
    RedisTarget.Kind kind = durable ? RedisTarget.Kind.REPLICATED : RedisTarget.Kind.ALONE;
    try (RedisTarget server = RedisTarget.start(kind)) {
      if (durable) {
        out.println("  a master and a replica on this machine; each answer waits for the replica");
      }
      return measure(candidate, durable ? with(server.uri(), WAIT) : server.uri());
    } catch (RedisServerException e) {
      out.println("  not measured: " + e.getMessage());
      return candidate;
    }
  }

  /** The same with each answer waiting for a replica, where there is one; says so. */
  private String waiting(String url, String store) {
    if (store.contains("replicas=")) {
      out.println("  each answer waits as the URL says");
      return store;
    }
    if (url.startsWith("redis://") && !RedisTarget.hasReplica(URI.create(url))) {
      out.println("  its server has no replica: measured without the wait for one that it takes");
      return store;
    }
    out.println("  each answer waits for a replica");
    return with(store, WAIT);
  }

  private static String with(String uri, String parameter) {
    return uri + (uri.contains("?") ? "&" : "?") + parameter;
  }

  private String chronicle(String location) {
    return location
        + "?maxEntries="
        + 2 * live(false)
        + "&averageKeyBytes=0&reservedOutcomeBytes="
        + workload.valueBytes();
  }

  private int live(boolean server) {
    double most = (double) LIVE_BYTES / (workload.valueBytes() + OVERHEAD_BYTES);
    if (server) {
      most = Math.min(most, SERVER_SECONDS * workload.rate());
    }
    return (int) Math.max(Load.LEAST_LIVE, Math.min(MOST_LIVE, Math.min(most, workload.records())));
  }

  private Candidate measure(Candidate candidate, String store) throws IOException {
    boolean server = candidate.kind() == Kind.SERVER || candidate.kind() == Kind.FOREIGN;
    Load load =
        new Load(
            store,
            live(server),
            Math.toIntExact(workload.valueBytes()),
            (int) Math.round(workload.duplicates() * PERCENT),
            server ? LoadPlan.REDIS_CALLERS : 1,
            (int) Math.max(1, workload.rate()),
            WARM_UP_MILLIS,
            MILLIS);
    Optional<Json> result =
        MeasuringProcess.run(
                CompareOptions.jvmArguments(HEAP, "G1"), LoadProcess.class, load.toArguments(), log)
            .map(values -> Json.parse("{\"rate\": " + load.rate() + ", " + values + "}"));
    if (result.isEmpty()) {
      out.println("  failed: see " + log);
      return candidate;
    }
    Json row = result.get();
    double done = LoadReport.rate(row);
    double p99 = row.get("p99").number() / NANOS_A_MICRO;
    out.printf(
        "  %,.0f a second; p50 %,.0f µs, p99 %,.0f µs, longest %,.0f µs%s%n",
        done,
        row.get("p50").number() / NANOS_A_MICRO,
        p99,
        row.get("p100").number() / NANOS_A_MICRO,
        LoadReport.keptUp(row) ? "" : "; not valid, it did not keep up or was sent late");
    Candidate known =
        Double.isNaN(candidate.recordBytes()) && candidate.kind() == Kind.FOREIGN
            ? candidate.withRecordBytes(
                row.get("heapBytes").number() / load.live() - load.responseBytes())
            : candidate;
    if (LoadReport.keptUp(row)) {
      // It did what was asked, to within what the cut of the time can miss.
      return known.measured(Math.max(done, workload.rate()), workload.rate(), p99);
    }
    boolean sentLate = done >= workload.rate();
    return sentLate ? known : known.measured(done, workload.rate(), p99);
  }
}
