package io.github.semel.benchmarks.redis.contender;

import redis.clients.jedis.RedisClient;

/** {@code SET NX PX} over Jedis's own pool of connections. */
final class NativeClaim implements RedisContender {

  private final RedisClient client;

  NativeClaim(String host, int port, int connections) {
    client = BareClient.open(host, port, connections);
  }

  @Override
  public boolean take(String key) {
    return NativeCommand.won(
        client.set(ClaimScript.name(key), NativeCommand.value(), NativeCommand.PARAMETERS));
  }

  @Override
  public void close() {
    client.close();
  }
}
