package io.github.semel.redis.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
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
  void moved(int slot, HostAndPort address, Node teller) {
    slots.set(slot, asked(address, teller));
  }

  @Override
  Node asked(HostAndPort address, Node teller) {
    return at(translated(address.getHost(), address.getPort(), teller.address()));
  }

  /** Where a server is that another told of: an empty host is the teller's own. */
  private HostAndPort translated(String host, int port, HostAndPort teller) {
    return host.isEmpty() || host.equals("?")
        ? new HostAndPort(teller.getHost(), port)
        : mapping.apply(new HostAndPort(host, port));
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
      // In another order each time: a node that is cut off from the others has a map of its own,
      // and
      // must not be the one that is believed for ever.
      List<HostAndPort> candidates = new ArrayList<>(nodes.keySet());
      seeds.stream().filter(seed -> !nodes.containsKey(seed)).forEach(candidates::add);
      Collections.shuffle(candidates, ThreadLocalRandom.current());
      ClusterMap widest = ClusterMap.NONE;
      for (HostAndPort candidate : candidates) {
        if (closed() || widest.complete()) {
          break;
        }
        ClusterMap told = ask(candidate);
        widest = told.covered() > widest.covered() ? told : widest;
      }
      adopt(widest);
    } finally {
      asking.unlock();
    }
  }

  private ClusterMap ask(HostAndPort candidate) {
    try (Connection connection = new Connection(candidate, client)) {
      if (connection.executeCommand(QUESTION) instanceof List<?> ranges) {
        return ClusterMap.read(ranges, (host, port) -> translated(host, port, candidate));
      }
    } catch (JedisException e) {
      // This one cannot be reached or has no map; another may.
    }
    return ClusterMap.NONE;
  }

  private void adopt(ClusterMap map) {
    if (closed()) {
      return;
    }
    for (ClusterMap.Range range : map.ranges()) {
      Node master = at(range.master());
      for (int slot = range.first(); slot <= range.last(); slot++) {
        slots.set(slot, master);
      }
    }
    if (map.complete()) {
      retire(map.servers());
    }
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
