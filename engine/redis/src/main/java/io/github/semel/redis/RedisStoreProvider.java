package io.github.semel.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.StoreContext;
import io.github.semel.StoreProvider;
import io.github.semel.UriParameters;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Opens {@link RedisStore} for
 *
 * <pre>
 * redis://[[user]:password@]host[:port][/database]
 * redis+sentinel://[[user]:password@]host[:port],…/masterName
 * redis+cluster://[[user]:password@]host[:port],…
 * </pre>
 *
 * <p>and for {@code rediss…}, the same encrypted. Parameters: {@code prefix}, {@code database}
 * (where the path has none), {@code connections} (combining) or {@code pool} and with it {@code
 * poolWaitMillis} (pooling), {@code timeoutMillis}, {@code replyTimeoutMillis}, {@code replicas}
 * and with it {@code replicaTimeoutMillis}, {@code allowEvictionPolicy}, {@code maxOutcomeBytes},
 * {@code protocol}, {@code clientName}; with the bounds of the {@link RedisStoreBuilder}'s options.
 * In a user or a password, {@code / ? # @} are {@code %2F %3F %23 %40}; in a parameter {@code # @}
 * are. The time is the server's; a clock is not taken.
 */
public final class RedisStoreProvider implements StoreProvider {

  private static final String PREFIX = "prefix";
  private static final String DATABASE = "database";
  private static final String CONNECTIONS = "connections";
  private static final String POOL = "pool";
  private static final String POOL_WAIT_MILLIS = "poolWaitMillis";
  private static final String TIMEOUT_MILLIS = "timeoutMillis";
  private static final String REPLY_TIMEOUT_MILLIS = "replyTimeoutMillis";
  private static final String REPLICAS = "replicas";
  private static final String REPLICA_TIMEOUT_MILLIS = "replicaTimeoutMillis";
  private static final String ALLOW_EVICTION_POLICY = "allowEvictionPolicy";
  private static final String MAX_OUTCOME_BYTES = "maxOutcomeBytes";
  private static final String PROTOCOL = "protocol";
  private static final String CLIENT_NAME = "clientName";

  private static final Set<String> PARAMETERS =
      Set.of(
          PREFIX,
          DATABASE,
          CONNECTIONS,
          POOL,
          POOL_WAIT_MILLIS,
          TIMEOUT_MILLIS,
          REPLY_TIMEOUT_MILLIS,
          REPLICAS,
          REPLICA_TIMEOUT_MILLIS,
          ALLOW_EVICTION_POLICY,
          MAX_OUTCOME_BYTES,
          PROTOCOL,
          CLIENT_NAME);

  private static final Duration DEFAULT_POOL_WAIT = Duration.ofSeconds(1);
  private static final Duration DEFAULT_REPLICA_TIMEOUT = Duration.ofMillis(100);

  private static final String FORMS =
      "redis://[[user]:password@]host[:port][/database],"
          + " redis+sentinel://host[:port],…/masterName or redis+cluster://host[:port],…,"
          + " with / ? # @ in a password as %2F %3F %23 %40, IPv6 in brackets, ports of "
          + Bounds.PORT
          + " and a database of "
          + Bounds.DATABASE;

  /** For {@link java.util.ServiceLoader}. */
  public RedisStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of(
        "redis", "redis+sentinel", "redis+cluster", "rediss", "rediss+sentinel", "rediss+cluster");
  }

  @Override
  public boolean takesClock() {
    return false;
  }

  @Override
  public IdempotencyStore open(URI uri, StoreContext context) {
    UriParameters parameters = UriParameters.of(uri, PARAMETERS);
    requireWith(parameters, POOL_WAIT_MILLIS, POOL);
    requireWith(parameters, REPLICA_TIMEOUT_MILLIS, REPLICAS);
    if (parameters.text(POOL).isPresent()) {
      requireAbsent(parameters, CONNECTIONS, "given without " + POOL);
    }
    RedisStoreBuilder builder = builder(uri, parameters).listener(context.listener());
    parameters.text(PREFIX).ifPresent(builder::prefix);
    number(parameters, DATABASE, builder.databases()).ifPresent(builder::database);
    number(parameters, CONNECTIONS, Bounds.CONNECTIONS).ifPresent(builder::combining);
    Duration wait =
        millis(parameters, POOL_WAIT_MILLIS, Bounds.TIMEOUT_MILLIS).orElse(DEFAULT_POOL_WAIT);
    number(parameters, POOL, Bounds.POOLED_CONNECTIONS)
        .ifPresent(connections -> builder.pooling(connections, wait));
    millis(parameters, TIMEOUT_MILLIS, Bounds.TIMEOUT_MILLIS).ifPresent(builder::timeout);
    millis(parameters, REPLY_TIMEOUT_MILLIS, Bounds.TIMEOUT_MILLIS)
        .ifPresent(builder::replyTimeout);
    number(parameters, REPLICAS, Bounds.REPLICAS)
        .ifPresent(
            count ->
                builder.durability(
                    Durability.replicas(count, replicaTimeout(parameters, builder.timeout))));
    parameters.text(ALLOW_EVICTION_POLICY).ifPresent(builder::allowEvictionPolicy);
    number(parameters, MAX_OUTCOME_BYTES, Bounds.OUTCOME_BYTES).ifPresent(builder::maxOutcomeBytes);
    number(parameters, PROTOCOL, Bounds.PROTOCOL).ifPresent(builder::protocol);
    parameters.text(CLIENT_NAME).ifPresent(builder::clientName);
    return builder.build();
  }

  /** Refuses what would go unread. */
  private static void requireWith(UriParameters parameters, String name, String needed) {
    if (parameters.text(needed).isEmpty()) {
      requireAbsent(parameters, name, "given with " + needed);
    }
  }

  private static void requireAbsent(UriParameters parameters, String name, String bound) {
    parameters
        .text(name)
        .ifPresent(
            value -> {
              throw new InvalidArgumentException(name, value, bound);
            });
  }

  /** The options have the same bounds, but other names. */
  private static OptionalInt number(UriParameters parameters, String name, Bounds bounds) {
    OptionalLong number = parameters.number(name, bounds.least, bounds.most);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  private static Optional<Duration> millis(UriParameters parameters, String name, Bounds bounds) {
    OptionalInt millis = number(parameters, name, bounds);
    return millis.isPresent()
        ? Optional.of(Duration.ofMillis(millis.getAsInt()))
        : Optional.empty();
  }

  private static Duration replicaTimeout(UriParameters parameters, Duration whole) {
    Duration timeout =
        millis(parameters, REPLICA_TIMEOUT_MILLIS, Bounds.REPLICA_TIMEOUT_MILLIS)
            .orElse(DEFAULT_REPLICA_TIMEOUT);
    if (timeout.compareTo(whole) >= 0) {
      throw new InvalidArgumentException(
          REPLICA_TIMEOUT_MILLIS,
          timeout.toMillis(),
          "less than " + TIMEOUT_MILLIS + ", which is " + whole.toMillis());
    }
    return timeout;
  }

  private static RedisStoreBuilder builder(URI uri, UriParameters parameters) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority();
    // An @ in the path may be the end of a password with a slash in it.
    if (authority == null || uri.getFragment() != null || uri.getRawPath().indexOf('@') >= 0) {
      throw refused(uri);
    }
    int at = authority.lastIndexOf('@');
    String servers = authority.substring(at + 1);
    String path = uri.getPath().replaceFirst("^/", "");
    RedisStoreBuilder builder;
    if (scheme.endsWith("+sentinel")) {
      builder =
          RedisStore.sentinel(path, addresses(uri, servers, RedisAddress.DEFAULT_SENTINEL_PORT));
    } else if (scheme.endsWith("+cluster")) {
      builder = RedisStore.cluster(addresses(uri, servers, RedisAddress.DEFAULT_PORT));
      if (!path.isEmpty()) {
        throw refused(uri);
      }
    } else {
      RedisAddress server = address(uri, servers, RedisAddress.DEFAULT_PORT);
      builder = RedisStore.standalone(server.host(), server.port());
      if (!path.isEmpty()) {
        requireAbsent(parameters, DATABASE, "given once, here or in the path");
        builder.database(databaseOf(uri, path));
      }
    }
    if (at >= 0) {
      String[] parts = authority.substring(0, at).split(":", 2);
      if (parts.length < 2) {
        throw refused(uri);
      }
      builder.credentials(parts[0].isEmpty() ? null : decoded(parts[0]), decoded(parts[1]));
    }
    return scheme.startsWith("rediss") ? builder.tls() : builder;
  }

  private static int databaseOf(URI uri, String path) {
    int database = path.matches("[0-9]{1,9}") ? Integer.parseInt(path) : -1;
    if (!Bounds.DATABASE.contain(database)) {
      // Not by the number: with the host missing, it is of a password.
      throw refused(uri);
    }
    return database;
  }

  private static List<RedisAddress> addresses(URI uri, String text, int defaultPort) {
    List<RedisAddress> addresses = new ArrayList<>();
    for (String address : text.split(",", -1)) {
      addresses.add(address(uri, address, defaultPort));
    }
    return addresses;
  }

  private static RedisAddress address(URI uri, String text, int defaultPort) {
    try {
      return RedisAddress.parse(text, defaultPort);
    } catch (InvalidArgumentException e) {
      // Not as the cause: it shows the text, which is user and password where the @ is missing.
      throw refused(uri);
    }
  }

  /** In the part before the host a plus is a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static InvalidArgumentException refused(URI uri) {
    return UriParameters.refused(uri.toString(), FORMS);
  }
}
