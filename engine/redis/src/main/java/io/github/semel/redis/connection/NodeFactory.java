package io.github.semel.redis.connection;

import java.time.Duration;
import redis.clients.jedis.HostAndPort;

/** Makes the nodes of a store: all combine their calls, or all have a pool. Makes no connection. */
@FunctionalInterface
public interface NodeFactory {

  /** A node for the server at {@code address}. */
  Node open(HostAndPort address);

  /** Nodes that combine calls over so many connections each. */
  static NodeFactory lanes(LinkSettings settings, int count) {
    return address -> new Lanes(address, settings, count);
  }

  /** Nodes that lend one of so many connections to each caller. */
  static NodeFactory pools(LinkSettings settings, int size, Duration longestWait) {
    return address -> new Pool(address, settings, size, longestWait);
  }
}
