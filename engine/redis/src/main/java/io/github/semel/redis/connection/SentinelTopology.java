package io.github.semel.redis.connection;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** The master that {@link Sentinels} name. */
public final class SentinelTopology extends Topology {

  private final Sentinels sentinels;
  private final NodeFactory nodes;

  /** Held by whoever asks; guards the writes of {@link #master}. */
  private final ReentrantLock asking = new ReentrantLock();

  private volatile @Nullable Node master;

  /** Knows no master before the first {@link #refresh}. */
  public SentinelTopology(Sentinels sentinels, NodeFactory nodes) {
    this.sentinels = sentinels;
    this.nodes = nodes;
  }

  @Override
  @Nullable Node node(int slot) {
    return master;
  }

  @Override
  public List<Node> masters() {
    Node current = master;
    return current == null ? List.of() : List.of(current);
  }

  @Override
  public void refresh() {
    if (!asking.tryLock()) {
      return;
    }
    try {
      HostAndPort named = closed() ? null : sentinels.master();
      Node current = master;
      if (named != null && (current == null || !current.address().equals(named))) {
        master = nodes.open(named);
        if (current != null) {
          current.close();
        }
      }
      if (closed()) {
        Node last = master;
        if (last != null) {
          last.close();
        }
      }
    } finally {
      asking.unlock();
    }
  }

  @Override
  void closeNodes() {
    Node current = master;
    if (current != null) {
      current.close();
    }
    sentinels.close();
  }
}
