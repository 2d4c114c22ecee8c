package io.github.semel.redis;

import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Call;
import io.github.semel.redis.connection.Delivery;
import io.github.semel.redis.connection.Node;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * Reads {@code INFO}, and says whether a store may use such a server. CONFIG is not needed: managed
 * services forbid it, and the policy stands in INFO too.
 */
final class ServerInspection {

  private static final CommandArguments INFO = new CommandArguments(Protocol.Command.INFO);
  private static final String NO_EVICTION = "noeviction";

  private final int database;
  private final Optional<String> allowedPolicy;
  private final boolean clustered;

  ServerInspection(int database, Optional<String> allowedPolicy, boolean clustered) {
    this.clustered = clustered;
    this.database = database;
    this.allowedPolicy = allowedPolicy;
  }

  /** Asks a server; its answer may be that it cannot answer. */
  static Answer ask(Delivery delivery, Node node, long deadline) {
    return delivery.send(Call.to(node, INFO), deadline);
  }

  ServerReport read(RedisAddress address, byte[] info) {
    Map<String, String> lines = new HashMap<>();
    for (String line : new String(info, StandardCharsets.UTF_8).split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        lines.put(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return new ServerReport(
        address,
        lines.getOrDefault("redis_version", "unknown"),
        lines.getOrDefault("redis_mode", "unknown"),
        lines.getOrDefault("role", "unknown"),
        lines.getOrDefault("maxmemory_policy", "unknown"),
        number(lines, "maxmemory"),
        number(lines, "used_memory"),
        "1".equals(lines.get("aof_enabled")),
        (int) number(lines, "connected_slaves"),
        keys(lines.getOrDefault("db" + database, "")),
        number(lines, "evicted_keys"),
        number(lines, "expired_keys"));
  }

  private static long number(Map<String, String> lines, String name) {
    try {
      return Long.parseLong(lines.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** {@code keys=12,expires=12,avg_ttl=…}; a database without keys has no line. */
  private static long keys(String line) {
    for (String part : line.split(",", -1)) {
      if (part.startsWith("keys=")) {
        return Long.parseLong(part.substring(5));
      }
    }
    return 0;
  }

  /** Why a store must not use the server, if it must not. */
  Optional<UnsuitableServerException> objection(ServerReport report) {
    String policy = report.maxMemoryPolicy();
    if (!policy.equals(NO_EVICTION) && !allowedPolicy.equals(Optional.of(policy))) {
      return Optional.of(
          new UnsuitableServerException(
              report.address()
                  + " has maxmemory-policy "
                  + policy
                  + ": when its memory is full it drops live claims and recorded outcomes. Set it to"
                  + " noeviction, or allow it by name with allowEvictionPolicy(\""
                  + policy
                  + "\")"));
    }
    if (!atLeast(report.version(), 6, 2)) {
      return Optional.of(
          new UnsuitableServerException(
              report.address()
                  + " is of version "
                  + report.version()
                  + "; 6.2 or later is needed"));
    }
    if (!clustered && report.mode().equals("cluster")) {
      return Optional.of(
          new UnsuitableServerException(
              report.address()
                  + " is a node of a cluster: open the store with RedisStore.cluster"));
    }
    return Optional.empty();
  }

  /** Whether a version is this one or a later one; an unknown version is. */
  static boolean atLeast(String version, int major, int minor) {
    String[] parts = version.split("\\.", -1);
    try {
      int first = Integer.parseInt(parts[0]);
      return first > major
          || (first == major && (parts.length < 2 || Integer.parseInt(parts[1]) >= minor));
    } catch (NumberFormatException e) {
      return true;
    }
  }
}
