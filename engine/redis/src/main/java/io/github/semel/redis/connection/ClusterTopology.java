package io.github.semel.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The masters of a cluster by slot: as {@code CLUSTER SLOTS} tells, and corrected by each MOVED. A
 * map that is out of date sends a call to the wrong node, which says so; nothing worse.
 */
public final class ClusterTopology extends Topology {

  private static final CommandArguments QUESTION =
      new CommandArguments(Protocol.Command.CLUSTER).add("SLOTS");

  private final List<HostAndPort> seeds;
  private final JedisClientConfig client;
  private final UnaryOperator<HostAndPort> mapping;
  private final NodeFactory factory;

  /** Every node that a call may go to. Entries come with a MOVED or a map, and go with a map. */
  private final Map<HostAndPort, Node> nodes = new ConcurrentHashMap<>();

  /** Written under {@link #asking} and by whoever meets a MOVED; each slot by itself. */
  private final AtomicReferenceArray<@Nullable Node> slots =
      new AtomicReferenceArray<>(Protocol.CLUSTER_HASHSLOTS);

  private final ReentrantLock asking = new ReentrantLock();

  /**
   * Knows no master before the first {@link #refresh}.
   *
   * @param mapping from the address that the cluster tells to the one to connect to
   */
  public ClusterTopology(
      List<HostAndPort> seeds,
      JedisClientConfig client,
      UnaryOperator<HostAndPort> mapping,
      NodeFactory factory) {
    this.seeds = List.copyOf(seeds);
    this.client = client;
    this.mapping = mapping;
    this.factory = factory;
  }

  @Override
  @Nullable Node node(int slot) {
    return slots.get(slot);
  }

  @Override
  public List<Node> masters() {
    Map<String, Node> masters = new TreeMap<>();
    for (int slot = 0; slot < slots.length(); slot++) {
      Node node = slots.get(slot);
      if (node != null) {
        masters.put(node.address().toString(), node);
      }
    }
    return List.copyOf(masters.values());
  }

  @Override
  Node moved(int slot, HostAndPort address) {
    Node node = asked(address);
    slots.set(slot, node);
    return node;
  }

  @Override
  Node asked(HostAndPort address) {
    return at(mapping.apply(address));
  }

  private Node at(HostAndPort address) {
    Node node = nodes.computeIfAbsent(address, factory::open);
    if (closed()) {
      node.close();
    }
    return node;
  }

  @Override
  public void refresh() {
    if (!asking.tryLock()) {
      return;
    }
    try {
      Set<HostAndPort> candidates = new LinkedHashSet<>(nodes.keySet());
      candidates.addAll(seeds);
      for (HostAndPort candidate : candidates) {
        if (closed() || refresh(candidate)) {
          return;
        }
      }
    } finally {
      asking.unlock();
    }
  }

  private boolean refresh(HostAndPort candidate) {
    try (Connection connection = new Connection(candidate, client)) {
      if (connection.executeCommand(QUESTION) instanceof List<?> ranges && !ranges.isEmpty()) {
        Set<HostAndPort> told = new LinkedHashSet<>();
        for (Object range : ranges) {
          told.addAll(assign((List<?>) range, candidate));
        }
        retire(told);
        return true;
      }
    } catch (JedisException e) {
      // This one cannot be reached or has no map; another may.
    }
    return false;
  }

  /** {@code [first, last, [host, port, …] of the master, [host, port, …] of a replica, …]}. */
  private Collection<HostAndPort> assign(List<?> range, HostAndPort teller) {
    List<HostAndPort> told = new ArrayList<>();
    for (Object server : range.subList(2, range.size())) {
      List<?> parts = (List<?>) server;
      String host =
          parts.get(0) instanceof byte[] name ? new String(name, StandardCharsets.UTF_8) : "";
      // A server that does not know its own name leaves it empty: the one that was asked.
      HostAndPort address =
          host.isEmpty() || host.equals("?")
              ? new HostAndPort(teller.getHost(), ((Long) parts.get(1)).intValue())
              : mapping.apply(new HostAndPort(host, ((Long) parts.get(1)).intValue()));
      told.add(address);
    }
    if (!told.isEmpty()) {
      Node master = at(told.get(0));
      for (int slot = number(range.get(0)); slot <= number(range.get(1)); slot++) {
        slots.set(slot, master);
      }
    }
    return told;
  }

  private static int number(Object value) {
    return ((Long) value).intValue();
  }

  /** Closes the nodes that are no part of the cluster any more. Their calls go elsewhere. */
  private void retire(Set<HostAndPort> told) {
    for (HostAndPort address : List.copyOf(nodes.keySet())) {
      Node node = told.contains(address) ? null : nodes.remove(address);
      if (node != null) {
        for (int slot = 0; slot < slots.length(); slot++) {
          slots.compareAndSet(slot, node, null);
        }
        node.close();
      }
    }
  }

  @Override
  void closeNodes() {
    nodes.values().forEach(Node::close);
  }
}
