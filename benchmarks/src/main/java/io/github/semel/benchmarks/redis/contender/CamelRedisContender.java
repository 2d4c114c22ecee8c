package io.github.semel.benchmarks.redis.contender;

import org.apache.camel.component.redis.processor.idempotent.SpringRedisStringIdempotentRepository;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Camel's repository on Redis that lets keys expire. */
final class CamelRedisContender implements RedisContender {

  private final LettuceConnectionFactory connections;
  private final SpringRedisStringIdempotentRepository repository;

  CamelRedisContender(String host, int port, int connections) {
    this.connections = Lettuce.spring(host, port, connections);
    StringRedisTemplate template = new StringRedisTemplate(this.connections);
    repository = new SpringRedisStringIdempotentRepository(template, "camel");
    repository.setExpiry(Terms.TTL.toSeconds());
    repository.start();
  }

  @Override
  public boolean take(String key) {
    return repository.add(key) && repository.confirm(key);
  }

  @Override
  public void close() {
    repository.stop();
    connections.destroy();
  }
}
