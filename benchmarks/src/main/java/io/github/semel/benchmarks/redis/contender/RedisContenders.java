package io.github.semel.benchmarks.redis.contender;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.Durability;
import io.github.semel.redis.RedisStore;
import io.github.semel.redis.RedisStoreBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens contenders by name, and says what they are. */
public final class RedisContenders {

  /** The claim script over a pool of connections: the base of the claims. */
  public static final String RAW_POOLED = "raw-pooled";

  /** The claim script in a pipeline: the base of the batches, and the limit of one key a run. */
  public static final String RAW_PIPELINE = "raw-pipeline";

  /** A command of the server itself over a pool of connections. */
  public static final String NATIVE_POOLED = "native-pooled";

  /** A command of the server itself in a pipeline. */
  public static final String NATIVE_PIPELINE = "native-pipeline";

  /** The store with a connection for each caller. */
  public static final String SEMEL_POOLED = "semel-pooled";

  /** The store as it is by default. */
  public static final String SEMEL_COMBINED = "semel-combined";

  /** As {@link #SEMEL_POOLED}, each claim waiting for the replica. */
  public static final String SEMEL_POOLED_WAIT = "semel-pooled+wait";

  /** As {@link #SEMEL_COMBINED}, claims that travel together waiting together for the replica. */
  public static final String SEMEL_COMBINED_WAIT = "semel-combined+wait";

  /** The claim script over Lettuce. */
  public static final String LETTUCE = "lettuce";

  /** Redisson. */
  public static final String REDISSON = "redisson";

  /** Spring Integration. */
  public static final String SPRING_INTEGRATION = "spring-integration";

  /** Camel. */
  public static final String CAMEL = "camel";

  private static final int LANES = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  // Long, because a claim that a stalled replica does not confirm in time fails its fork.
  private static final Duration LONGEST_REPLICATION = Duration.ofSeconds(1);

  private static final String SCRIPT_LACKS =
      "all that the store does with the answer and with failures: outcomes, sending again, exact"
          + " errors";

  private static final String NATIVE_LACKS =
      "fence, fingerprint, attempts, takeover when a lease ends, sending again, the record for who"
          + " comes second: it only sets a key that is not there";

  /**
   * What stands behind a name.
   *
   * @param what what it is
   * @param lacks what it lacks of the protocol; empty when it has all of it
   */
  public record Traits(String what, String lacks) {}

  private static final Map<String, Traits> TRAITS = new LinkedHashMap<>();

  static {
    TRAITS.put(
        RAW_POOLED,
        new Traits(
            "the store's claim script, sent with `EVALSHA` by Jedis with as many pooled connections"
                + " as threads",
            SCRIPT_LACKS));
    TRAITS.put(
        RAW_PIPELINE,
        new Traits(
            "the same script, 64 runs at a time in a pipeline of Jedis over one connection: the limit"
                + " for whoever sends each claim by itself; the store sends up to 32 in one run",
            SCRIPT_LACKS + "; callers would have to come in batches"));
    TRAITS.put(
        NATIVE_POOLED,
        new Traits(
            "`SET NX PX` of "
                + NativeCommand.RECORD_BYTES
                + " bytes, as many as a claim's, over as many pooled connections as"
                + " threads: what a claim without a script could win",
            NATIVE_LACKS));
    TRAITS.put(
        NATIVE_PIPELINE,
        new Traits(
            "the same command, 64 at a time in a pipeline over one connection", NATIVE_LACKS));
    TRAITS.put(SEMEL_POOLED, new Traits("the store, `pooling` as many connections as threads", ""));
    TRAITS.put(SEMEL_COMBINED, new Traits("the store, `combining(2)`: the default", ""));
    TRAITS.put(
        SEMEL_POOLED_WAIT,
        new Traits("`semel-pooled` with `Durability.replicas(1, 1 s)`: a `WAIT` a claim", ""));
    TRAITS.put(
        SEMEL_COMBINED_WAIT,
        new Traits(
            "`semel-combined` with `Durability.replicas(1, 1 s)`: a `WAIT` for all claims that"
                + " travel together",
            ""));
    TRAITS.put(
        LETTUCE,
        new Traits(
            "the same script, sent with Lettuce's synchronous `evalsha` over the one connection"
                + " that all threads share",
            SCRIPT_LACKS));
    TRAITS.put(
        REDISSON,
        new Traits(
            "Redisson: `tryLock`, a look at a bucket, `set` with a TTL, `unlock`",
            "fence, fingerprint, attempts; lock and outcome are two keys, so a holder whose lock has"
                + " lapsed overwrites the outcome of the next; a duplicate takes the lock to read"));
    TRAITS.put(
        SPRING_INTEGRATION,
        new Traits(
            "Spring Integration's `RedisMetadataStore` over Lettuce: `putIfAbsent`, `replace`;"
                + " outcomes are strings",
            "TTL (all keys are fields of one hash, which the harness empties), lease, owner, fence,"
                + " fingerprint, attempts"));
    TRAITS.put(
        CAMEL,
        new Traits(
            "Camel's `SpringRedisStringIdempotentRepository` over Lettuce: `add` with a TTL;"
                + " `confirm` sends nothing",
            "the outcome (a duplicate learns only that it is one, also while the work goes on),"
                + " lease, owner, fence, fingerprint, attempts"));
  }

  private RedisContenders() {}

  /** All, in the order of the rows. */
  public static List<String> names() {
    return List.copyOf(TRAITS.keySet());
  }

  /** What a contender is. */
  public static Traits traits(String name) {
    Traits traits = TRAITS.get(name);
    if (traits == null) {
      throw unknown(name);
    }
    return traits;
  }

  /**
   * Opens one that claims keys.
   *
   * @param connections how many connections it has, if it pools them
   */
  public static RedisContender claim(String name, String host, int port, int connections) {
    return switch (name) {
      case RAW_POOLED -> new BareClient(host, port, connections, ScriptCommand::new);
      case NATIVE_POOLED -> new BareClient(host, port, connections, server -> new NativeCommand());
      case LETTUCE -> new LettuceClaim(host, port);
      default -> new StoreClaim(store(name, host, port, connections));
    };
  }

  /**
   * Opens one that does whole operations.
   *
   * @param connections how many connections it has, if it pools them
   */
  public static RedisContender operation(String name, String host, int port, int connections) {
    return switch (name) {
      case REDISSON -> new RedissonContender(host, port);
      case SPRING_INTEGRATION -> new SpringIntegrationRedisContender(host, port, connections);
      case CAMEL -> new CamelRedisContender(host, port, connections);
      default -> new StoreClaimAndComplete(store(name, host, port, connections));
    };
  }

  /** Opens one that claims many keys at a time. */
  public static BatchContender batch(String name, String host, int port) {
    return switch (name) {
      case RAW_PIPELINE -> new BareClient(host, port, 1, ScriptCommand::new);
      case NATIVE_PIPELINE -> new BareClient(host, port, 1, server -> new NativeCommand());
      default -> new StoreBatch(store(name, host, port, 1));
    };
  }

  private static IdempotencyStore store(String name, String host, int port, int connections) {
    RedisStoreBuilder builder = RedisStore.standalone(host, port);
    switch (name) {
      case SEMEL_POOLED, SEMEL_POOLED_WAIT -> builder.pooling(connections, LONGEST_WAIT);
      case SEMEL_COMBINED, SEMEL_COMBINED_WAIT -> builder.combining(LANES);
      default -> throw unknown(name);
    }
    if (name.equals(SEMEL_POOLED_WAIT) || name.equals(SEMEL_COMBINED_WAIT)) {
      builder.durability(Durability.replicas(1, LONGEST_REPLICATION));
    }
    return builder.build();
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("unknown contender " + name);
  }
}
