package io.github.semel.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisReplicationTest {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private static void awaitValue(RedisServer server, String key, String value) {
    Await.until(
        BOUND, () -> key + " is not " + value, () -> value.equals(server.command("GET", key)));
  }

  @Test
  void sentinelsReplaceAKilledMaster() {
    try (RedisReplication replication = RedisReplication.start()) {
      RedisServer master = replication.master();
      assertThat(master).isSameAs(replication.servers().get(0));
      assertThat(replication.replicas()).hasSize(2);
      assertThat(replication.sentinelPorts()).hasSize(3).doesNotHaveDuplicates();
      assertThat(master.info("replication", "connected_slaves")).isEqualTo("2");
      master.command("SET", "k", "v");
      assertThat(master.command("WAIT", "2", "10000")).isEqualTo(2L);

      master.kill();
      RedisServer successor = replication.awaitMaster(master);

      assertThat(successor.command("GET", "k")).isEqualTo("v");
      successor.command("SET", "k", "w");
      assertThat(replication.replicas()).contains(master).hasSize(2);
      replication.awaitReplicas(successor);
    }
  }

  @Test
  void takesFurtherConfigurationAndAPassword() {
    try (RedisReplication replication =
        RedisReplication.of(RedisBinary.find())
            .replicas(1)
            .downAfter(Duration.ofSeconds(5))
            .failoverTimeout(Duration.ofSeconds(10))
            .config("--min-replicas-to-write 1", "--min-replicas-max-lag 1")
            .config("--requirepass secret")
            .start()) {
      RedisServer master = replication.master();
      assertThat(master.command("SET", "k", "v")).isEqualTo("OK");

      replication.replicas().get(0).kill();

      Await.until(
          BOUND,
          () -> "writes go on without replicas",
          () -> {
            try {
              master.command("SET", "k", "w");
              return false;
            } catch (RespErrorException e) {
              return e.code().equals("NOREPLICAS");
            }
          });
    }
  }

  @Test
  void proxiesHoldReplicasBackAndSurviveAFailover() {
    try (RedisReplication replication =
        RedisReplication.of(RedisBinary.find()).throughProxies().start()) {
      RedisServer master = replication.master();
      RedisServer slow = replication.replicas().get(0);
      RedisServer cut = replication.replicas().get(1);
      replication.proxyOf(slow).delay(Duration.ofMillis(20), Duration.ofMillis(20));
      replication.proxyOf(cut).partition();
      master.command("SET", "k", "v");

      awaitValue(slow, "k", "v");
      assertThat(cut.command("GET", "k")).isNull();
      replication.proxyOf(cut).heal();
      awaitValue(cut, "k", "v");

      replication.proxyOf(slow).delay(Duration.ZERO, Duration.ZERO);
      master.kill();
      RedisServer successor = replication.awaitMaster(master);
      replication.followThroughProxies();
      RedisServer other =
          replication.servers().stream()
              .filter(server -> server != master && server != successor)
              .findFirst()
              .orElseThrow();
      assertThat(other.info("replication", "master_port"))
          .isEqualTo(String.valueOf(replication.proxyOf(other).port()));
      replication.proxyOf(other).partition();
      successor.command("SET", "k", "w");
      assertThat(other.command("GET", "k")).isEqualTo("v");
    }
  }

  @Test
  void withoutProxiesThereIsNone() {
    try (RedisReplication replication =
        RedisReplication.of(RedisBinary.find()).replicas(1).start()) {
      List<RedisServer> replicas = replication.replicas();
      assertThatThrownBy(() -> replication.proxyOf(replicas.get(0)))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
