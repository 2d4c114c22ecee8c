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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@link RedisStore} for
 *
 * <pre>
 * redis://[[user]:password@]host[:port][/database]
 * redis+sentinel://[[user]:password@]host[:port],…/masterName
 * redis+cluster://[[user]:password@]host[:port],…
 * </pre>
 *
 * <p>and for {@code rediss…}, the same encrypted. Parameters: {@code prefix}, {@code database},
 * {@code connections} (combining), {@code pool} and {@code poolWaitMillis} (pooling), {@code
 * timeoutMillis}, {@code replyTimeoutMillis}, {@code replicas} and {@code replicaTimeoutMillis},
 * {@code allowEvictionPolicy}, {@code maxOutcomeBytes}, {@code protocol}, {@code clientName}. The
 * time is the server's; a clock is not taken.
 */
public final class RedisStoreProvider implements StoreProvider {

  private static final Set<String> PARAMETERS =
      Set.of(
          "prefix",
          "database",
          "connections",
          "pool",
          "poolWaitMillis",
          "timeoutMillis",
          "replyTimeoutMillis",
          "replicas",
          "replicaTimeoutMillis",
          "allowEvictionPolicy",
          "maxOutcomeBytes",
          "protocol",
          "clientName");

  private static final long DEFAULT_POOL_WAIT_MILLIS = 1_000;
  private static final long DEFAULT_REPLICA_TIMEOUT_MILLIS = 100;

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
    RedisStoreBuilder builder = builder(uri).listener(context.listener());
    parameters.text("prefix").ifPresent(builder::prefix);
    number(parameters, "database", value -> builder.database((int) value));
    number(parameters, "connections", value -> builder.combining((int) value));
    number(
        parameters,
        "pool",
        value ->
            builder.pooling(
                (int) value, millis(parameters, "poolWaitMillis", DEFAULT_POOL_WAIT_MILLIS)));
    number(parameters, "timeoutMillis", value -> builder.timeout(Duration.ofMillis(value)));
    number(
        parameters, "replyTimeoutMillis", value -> builder.replyTimeout(Duration.ofMillis(value)));
    number(
        parameters,
        "replicas",
        value ->
            builder.durability(
                Durability.replicas(
                    (int) value,
                    millis(parameters, "replicaTimeoutMillis", DEFAULT_REPLICA_TIMEOUT_MILLIS))));
    parameters.text("allowEvictionPolicy").ifPresent(builder::allowEvictionPolicy);
    number(parameters, "maxOutcomeBytes", value -> builder.maxOutcomeBytes((int) value));
    number(parameters, "protocol", value -> builder.protocol((int) value));
    parameters.text("clientName").ifPresent(builder::clientName);
    return builder.build();
  }

  /** The options check the bounds themselves; here it must only be a number that fits. */
  private static void number(
      UriParameters parameters, String name, java.util.function.LongConsumer option) {
    parameters.number(name, 0, Integer.MAX_VALUE).ifPresent(option);
  }

  private static Duration millis(UriParameters parameters, String name, long otherwise) {
    return Duration.ofMillis(parameters.number(name, 0, Integer.MAX_VALUE).orElse(otherwise));
  }

  private static RedisStoreBuilder builder(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority();
    if (authority == null || uri.getFragment() != null) {
      throw refused(uri, null);
    }
    int at = authority.lastIndexOf('@');
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    RedisStoreBuilder builder;
    if (scheme.endsWith("+sentinel")) {
      builder =
          RedisStore.sentinel(
              path, addresses(authority.substring(at + 1), RedisAddress.DEFAULT_SENTINEL_PORT));
    } else if (scheme.endsWith("+cluster")) {
      builder =
          RedisStore.cluster(addresses(authority.substring(at + 1), RedisAddress.DEFAULT_PORT));
      if (!path.isEmpty()) {
        throw refused(uri, null);
      }
    } else {
      RedisAddress server =
          RedisAddress.parse(authority.substring(at + 1), RedisAddress.DEFAULT_PORT);
      builder = RedisStore.standalone(server.host(), server.port());
      if (!path.isEmpty()) {
        try {
          builder.database(Integer.parseInt(path));
        } catch (NumberFormatException e) {
          throw refused(uri, e);
        }
      }
    }
    if (at >= 0) {
      String[] parts = authority.substring(0, at).split(":", 2);
      if (parts.length < 2) {
        throw refused(uri, null);
      }
      builder.credentials(parts[0].isEmpty() ? null : decoded(parts[0]), decoded(parts[1]));
    }
    return scheme.startsWith("rediss") ? builder.tls() : builder;
  }

  private static List<RedisAddress> addresses(String text, int defaultPort) {
    List<RedisAddress> addresses = new ArrayList<>();
    for (String address : text.split(",", -1)) {
      addresses.add(RedisAddress.parse(address, defaultPort));
    }
    return addresses;
  }

  /** In the part before the host a plus is a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The URI may hold a password, so the message does not repeat it. */
  private static InvalidArgumentException refused(URI uri, @Nullable Exception cause) {
    InvalidArgumentException refused =
        new InvalidArgumentException(
            "uri",
            uri.getScheme() + "://…",
            "redis://[[user]:password@]host[:port][/database],"
                + " redis+sentinel://host[:port],…/masterName or redis+cluster://host[:port],…");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
