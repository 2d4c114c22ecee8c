package io.github.semel.benchmarks.redis.contender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.metadata.RedisMetadataStore;

/** Spring Integration's metadata store, the ground of its idempotent receiver: one hash for all. */
final class SpringIntegrationRedisContender implements RedisContender {

  private static final String PENDING = "pending";

  private final LettuceConnectionFactory connections;
  private final RedisMetadataStore store;
  private final String response = new String(Terms.RESPONSE, ISO_8859_1);

  SpringIntegrationRedisContender(String host, int port, int connections) {
    this.connections = Lettuce.spring(host, port, connections);
    store = new RedisMetadataStore(this.connections);
  }

  @Override
  public boolean take(String key) {
    return store.putIfAbsent(key, PENDING) == null && store.replace(key, PENDING, response);
  }

  @Override
  public void close() {
    connections.destroy();
  }
}
