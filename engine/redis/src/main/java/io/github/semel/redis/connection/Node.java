package io.github.semel.redis.connection;

import java.util.List;
import redis.clients.jedis.HostAndPort;

/** One server, and the connections to it. Safe for any thread. */
public interface Node extends AutoCloseable {

  /** Where the server is. */
  HostAndPort address();

  /**
   * Sends calls that have begun. Each is settled exactly once, by this thread or another, also when
   * the server cannot be reached or the node is closed; nothing is thrown.
   *
   * @param deadline when the caller stops to wait for a connection, on {@link System#nanoTime}
   */
  void send(List<Call> calls, long deadline);

  /** Closes the connections on which an exchange is stuck for longer than its callers wait. */
  void closeStalled();

  /** Closes the connections; what is on them is settled as lost. */
  @Override
  void close();
}
