package io.github.semel.stress.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.RedisAddress;
import io.github.semel.redis.RedisStore;
import io.github.semel.redis.RedisStoreBuilder;
import io.github.semel.redis.server.RedisCluster;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;

/** How stores reach the servers of a scenario. */
final class Addresses {

  /** Of every store that is under test: what a call may take, whatever happens. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Addresses() {}

  static RedisAddress of(int port) {
    return new RedisAddress("127.0.0.1", port);
  }

  static List<RedisAddress> of(List<Integer> ports) {
    return ports.stream().map(Addresses::of).toList();
  }

  static RedisStoreBuilder cluster(RedisCluster cluster) {
    return RedisStore.cluster(of(cluster.nodes().stream().map(RedisServer::port).toList()));
  }

  /** A store for verifications, which waits for no replica. */
  static IdempotencyStore direct(RedisServer server) {
    return RedisStore.standalone("127.0.0.1", server.port()).timeout(PATIENCE).build();
  }
}
