package io.github.semel.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisClusterTest {

  @Test
  void movesSlotsAndReplacesAKilledMaster() {
    try (RedisCluster cluster = RedisCluster.start()) {
      assertThat(cluster.nodes()).hasSize(6);
      List<RedisServer> masters = cluster.masters();
      assertThat(masters).hasSize(3).isEqualTo(cluster.nodes().subList(0, 3));
      assertThat(masters).allSatisfy(node -> assertThat(cluster.replicasOf(node)).hasSize(1));

      int slot = cluster.slotOf("{k}");
      RedisServer from = cluster.masterOf(slot);
      RedisServer to = masters.get((masters.indexOf(from) + 1) % 3);
      for (int i = 0; i < 250; i++) {
        from.command("SET", "{k}" + i, String.valueOf(i));
      }
      assertThatThrownBy(() -> to.command("GET", "{k}7")).hasMessageStartingWith("MOVED " + slot);
      cluster.beginMove(from, to, slot);
      assertThatThrownBy(() -> from.command("GET", "{k}none"))
          .hasMessageStartingWith("ASK " + slot);
      assertThat(cluster.moveKeys(from, to, slot)).isEqualTo(250);
      cluster.endMove(from, to, slot);
      assertThat(cluster.masterOf(slot)).isSameAs(to);
      assertThat(to.command("GET", "{k}7")).isEqualTo("7");
      cluster.moveSlots(to, from, List.of(slot));
      assertThat(cluster.masterOf(slot)).isSameAs(from);
      assertThat(from.command("GET", "{k}249")).isEqualTo("249");

      RedisServer replica = cluster.replicasOf(from).get(0);
      assertThat(from.command("SET", "{k}7", "before")).isEqualTo("OK");
      from.kill();
      RedisServer successor = cluster.awaitMasterOf(slot, from);
      assertThat(successor).isSameAs(replica);
      assertThat(successor.command("EXISTS", "{k}7")).isEqualTo(1L);
      from.restart(true);
      Await.until(
          Duration.ofSeconds(60),
          () -> "the former master does not follow",
          () -> cluster.replicasOf(successor).equals(List.of(from)));
      cluster.awaitOk();
      cluster.awaitReplicas();
    }
  }

  @Test
  void formsWith62WhereItRuns() {
    assumeThat(RedisBinary.redis62()).isPresent();
    try (RedisCluster cluster =
        RedisCluster.of(RedisBinary.redis62().orElseThrow())
            .replicas(0)
            .requireFullCoverage(false)
            .config("--requirepass secret")
            .start()) {
      int slot = cluster.slotOf("k");
      RedisServer from = cluster.masterOf(slot);
      RedisServer to =
          cluster.masters().stream().filter(node -> node != from).findFirst().orElseThrow();
      from.command("SET", "k", "v");
      cluster.moveSlots(from, to, List.of(slot));
      assertThat(to.command("GET", "k")).isEqualTo("v");
    }
  }
}
