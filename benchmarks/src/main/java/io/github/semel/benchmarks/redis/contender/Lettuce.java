package io.github.semel.benchmarks.redis.contender;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;

/** How Lettuce is set up, by itself and under Spring. */
final class Lettuce {

  private Lettuce() {}

  /** Its defaults, without asking for notices of which it would log that the server has none. */
  static ClientOptions.Builder options() {
    return ClientOptions.builder().maintNotificationsConfig(MaintNotificationsConfig.disabled());
  }

  /**
   * Spring's connections, started: one that all threads share, and a pool for what needs one of its
   * own. Without the pool, Spring would connect anew for each such use.
   */
  static LettuceConnectionFactory spring(String host, int port, int connections) {
    GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
    // Spring Integration's replace holds one for its transaction while it asks for another.
    pool.setMaxTotal(2 * connections);
    pool.setMaxIdle(2 * connections);
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(
            new RedisStandaloneConfiguration(host, port),
            LettucePoolingClientConfiguration.builder()
                .poolConfig(pool)
                // Spring's own default.
                .clientOptions(options().timeoutOptions(TimeoutOptions.enabled()).build())
                .build());
    factory.afterPropertiesSet();
    factory.start();
    return factory;
  }
}
