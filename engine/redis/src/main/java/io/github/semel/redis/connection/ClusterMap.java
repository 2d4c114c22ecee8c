package io.github.semel.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * What one node says in {@code CLUSTER SLOTS}: {@code [first, last, [host, port, …] of the master,
 * [host, port, …] of a replica, …]} for each range of slots.
 *
 * @param ranges the slots that have a master
 * @param servers all masters and replicas
 */
public record ClusterMap(List<Range> ranges, Set<HostAndPort> servers) {

  static final ClusterMap NONE = new ClusterMap(List.of(), Set.of());

  /** Slots in a row, and their master. */
  public record Range(int first, int last, HostAndPort master) {}

  /** Reads a reply; {@code address} makes an address of what is told. */
  public static ClusterMap read(List<?> reply, BiFunction<String, Integer, HostAndPort> address) {
    List<Range> ranges = new ArrayList<>();
    Set<HostAndPort> servers = new HashSet<>();
    for (Object each : reply) {
      List<?> range = (List<?>) each;
      for (int i = 2; i < range.size(); i++) {
        List<?> server = (List<?>) range.get(i);
        String host =
            server.get(0) instanceof byte[] name ? new String(name, StandardCharsets.UTF_8) : "";
        HostAndPort at = address.apply(host, number(server.get(1)));
        servers.add(at);
        if (i == 2) {
          ranges.add(new Range(number(range.get(0)), number(range.get(1)), at));
        }
      }
    }
    return new ClusterMap(List.copyOf(ranges), Set.copyOf(servers));
  }

  private static int number(Object value) {
    return ((Long) value).intValue();
  }

  /** How many slots have a master. */
  int covered() {
    return ranges.stream().mapToInt(range -> range.last() - range.first() + 1).sum();
  }

  /** Whether every slot has one. */
  boolean complete() {
    return covered() == Protocol.CLUSTER_HASHSLOTS;
  }
}
