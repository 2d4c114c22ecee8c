package io.github.semel.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
 * The master that Sentinels name. They are asked, not listened to: a message that was lost would
 * leave the store with the old master, and the question is cheap.
 */
public final class SentinelTopology extends Topology {

  private final List<HostAndPort> sentinels;
  private final JedisClientConfig sentinelClient;
  private final CommandArguments question;
  private final UnaryOperator<HostAndPort> mapping;
  private final NodeFactory nodes;

  /** Held by whoever asks; guards {@link #sentinel} and the writes of {@link #master}. */
  private final ReentrantLock asking = new ReentrantLock();

  private @Nullable Connection sentinel;
  private volatile @Nullable Node master;

  /**
   * Knows no master before the first {@link #refresh}.
   *
   * @param mapping from the address that Sentinels tell to the one to connect to
   */
  public SentinelTopology(
      String masterName,
      List<HostAndPort> sentinels,
      JedisClientConfig sentinelClient,
      UnaryOperator<HostAndPort> mapping,
      NodeFactory nodes) {
    this.sentinels = List.copyOf(sentinels);
    this.sentinelClient = sentinelClient;
    this.question =
        new CommandArguments(Protocol.Command.SENTINEL)
            .add("GET-MASTER-ADDR-BY-NAME")
            .add(masterName);
    this.mapping = mapping;
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
      HostAndPort named = closed() ? null : ask();
      Node current = master;
      if (named != null && (current == null || !current.address().equals(named))) {
        master = nodes.open(named);
        if (current != null) {
          current.close();
        }
      }
      if (closed()) {
        disconnect();
        Node last = master;
        if (last != null) {
          last.close();
        }
      }
    } finally {
      asking.unlock();
    }
  }

  private @Nullable HostAndPort ask() {
    Connection open = sentinel;
    if (open != null) {
      HostAndPort named = ask(open);
      if (named != null) {
        return named;
      }
      disconnect();
    }
    for (HostAndPort address : sentinels) {
      try {
        Connection fresh = new Connection(address, sentinelClient);
        sentinel = fresh;
        HostAndPort named = ask(fresh);
        if (named != null) {
          return named;
        }
      } catch (JedisException e) {
        // This one cannot be reached; another may.
      }
      disconnect();
    }
    return null;
  }

  private @Nullable HostAndPort ask(Connection connection) {
    try {
      if (connection.executeCommand(question) instanceof List<?> parts && parts.size() == 2) {
        return mapping.apply(
            new HostAndPort(text(parts.get(0)), Integer.parseInt(text(parts.get(1)))));
      }
    } catch (JedisException e) {
      // As if it did not know.
    }
    return null;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private void disconnect() {
    Connection open = sentinel;
    sentinel = null;
    if (open != null) {
      try {
        open.close();
      } catch (JedisException e) {
        // It is given up anyway.
      }
    }
  }

  @Override
  void closeNodes() {
    Node current = master;
    if (current != null) {
      current.close();
    }
    // Not waited for: whoever asks just now may wait for a Sentinel, and cleans up itself.
    if (asking.tryLock()) {
      try {
        disconnect();
      } finally {
        asking.unlock();
      }
    }
  }
}
