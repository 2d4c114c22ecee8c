package io.github.semel.benchmarks.redis.contender;

import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Jedis as it is, for those that set the pace. */
final class BareClient {

  private BareClient() {}

  /**
   * Connects.
   *
   * @param connections how many it may have, and keeps
   */
  static RedisClient open(String host, int port, int connections) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    return RedisClient.builder().hostAndPort(host, port).poolConfig(pool).build();
  }
}
