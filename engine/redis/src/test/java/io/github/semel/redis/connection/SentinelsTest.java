package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisReplication;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

class SentinelsTest {

  private static RedisReplication replication;
  private static RedisServer replaced;

  @BeforeAll
  static void start() {
    replaced = RedisServer.start(RedisBinary.find());
    // Nobody is to be replaced here.
    replication =
        RedisReplication.of(RedisBinary.find())
            .replicas(1)
            .downAfter(Duration.ofMinutes(10))
            .start();
  }

  @AfterAll
  static void stop() {
    if (replication != null) {
      replication.close();
    }
    replaced.close();
  }

  private static JedisClientConfig client() {
    return DefaultJedisClientConfig.builder().timeoutMillis(30_000).build();
  }

  private static HostAndPort address(int port) {
    return new HostAndPort("127.0.0.1", port);
  }

  private static Sentinels sentinels(List<Integer> ports) {
    return new Sentinels(
        RedisReplication.MASTER_NAME,
        ports.stream().map(SentinelsTest::address).toList(),
        client(),
        told -> told);
  }

  private static Link connect(int port, Sentinels sentinels) {
    LinkSettings settings =
        new LinkSettings(client(), 0, 0, TimeUnit.MINUTES.toNanos(1), true, true, sentinels);
    return new Link(address(port), settings, new LinkGuard());
  }

  @Test
  @DisplayName("a server that calls itself a master, and that they do not name, is not asked")
  void replacedMaster() {
    Sentinels sentinels = sentinels(replication.sentinelPorts());
    int named = replication.master().port();
    try (Link link = connect(named, sentinels)) {
      assertThat(link.isBroken()).isFalse();
    }
    assertThatThrownBy(() -> connect(replaced.port(), sentinels))
        .isInstanceOf(JedisConnectionException.class)
        .hasMessageContaining(
            replaced.port() + " was replaced as the master by 127.0.0.1:" + named);
    assertThat(sentinels.master()).isEqualTo(address(named));
    sentinels.close();
    assertThat(sentinels.master()).isNull();
  }

  @Test
  @DisplayName("a server is not asked when none of them can say whether it is the master")
  void noSentinel() {
    int nobody = 1;
    Sentinels sentinels = sentinels(List.of(nobody));
    assertThatThrownBy(() -> connect(replication.master().port(), sentinels))
        .isInstanceOf(JedisConnectionException.class)
        .hasMessageContaining("no Sentinel says");
    sentinels.close();
  }
}
