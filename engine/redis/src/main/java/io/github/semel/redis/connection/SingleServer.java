package io.github.semel.redis.connection;

import java.util.List;
import redis.clients.jedis.HostAndPort;

/** One server at one address. Who answers there may change; that is the business of others. */
public final class SingleServer extends Topology {

  private final Node node;

  /** The server at {@code address}. */
  public SingleServer(HostAndPort address, NodeFactory nodes) {
    this.node = nodes.open(address);
  }

  @Override
  Node node(int slot) {
    return node;
  }

  @Override
  public List<Node> masters() {
    return List.of(node);
  }

  @Override
  public void refresh() {}

  @Override
  void closeNodes() {
    node.close();
  }
}
