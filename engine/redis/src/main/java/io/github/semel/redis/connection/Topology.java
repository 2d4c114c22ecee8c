package io.github.semel.redis.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** Which server is the master of which key. Safe for any thread. */
public abstract class Topology implements AutoCloseable {

  private final Deadlines deadlines = new Deadlines();

  /** Set once, by {@link #close}. */
  private volatile boolean closed;

  /** For the kinds of topology in this package. */
  Topology() {}

  /** The master of a slot, as far as is known; null when none is. */
  abstract @Nullable Node node(int slot);

  /** The masters, as far as is known, in an order that changes only when they do. */
  public abstract List<Node> masters();

  /**
   * Asks anew who the masters are; returns at once when another thread is asking. Failing to learn
   * it changes nothing and is not reported: the calls fail. May block for as long as it takes to
   * find out that servers cannot be reached.
   */
  public abstract void refresh();

  /**
   * Takes note of a MOVED.
   *
   * @param address where the slot is; a server that does not know its own name leaves the host
   *     empty
   * @param teller the node that said so
   */
  void moved(int slot, HostAndPort address, Node teller) {
    throw new IllegalStateException("only a cluster says MOVED; it named " + address);
  }

  /** The node that an ASK names; see {@link #moved}. */
  Node asked(HostAndPort address, Node teller) {
    throw new IllegalStateException("only a cluster says ASK; it named " + address);
  }

  /** Closes the connections on which an exchange is stuck. */
  public final void closeStalled() {
    masters().forEach(Node::closeStalled);
  }

  /** Whether there is no point in sending anything again. */
  final boolean closed() {
    return closed;
  }

  /** What wakes those whose time is over. */
  final Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public final void close() {
    closed = true;
    closeNodes();
    deadlines.close();
  }

  /** Closes all nodes, and those that a refresh under way may still bring. */
  abstract void closeNodes();
}
