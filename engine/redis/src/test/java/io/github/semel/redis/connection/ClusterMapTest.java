package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** What a node's map says, and whether it says all. */
class ClusterMapTest {

  private static List<Object> server(String host, long port) {
    return List.of(
        host.getBytes(StandardCharsets.UTF_8), port, "id".getBytes(StandardCharsets.UTF_8));
  }

  private static ClusterMap read(List<?>... ranges) {
    return ClusterMap.read(List.of(ranges), (host, port) -> new HostAndPort(host, port));
  }

  @Test
  @DisplayName("masters and replicas are read; a map with all slots is complete")
  void complete() {
    ClusterMap map =
        read(
            List.of(0L, 8_000L, server("a", 1), server("c", 3)),
            List.of(8_001L, 16_383L, server("b", 2)));

    assertThat(map.complete()).isTrue();
    assertThat(map.ranges())
        .containsExactly(
            new ClusterMap.Range(0, 8_000, new HostAndPort("a", 1)),
            new ClusterMap.Range(8_001, 16_383, new HostAndPort("b", 2)));
    assertThat(map.servers())
        .containsExactlyInAnyOrder(
            new HostAndPort("a", 1), new HostAndPort("b", 2), new HostAndPort("c", 3));
  }

  @Test
  @DisplayName("the map of a node that knows itself alone is not")
  void partial() {
    ClusterMap map = read(List.of(0L, 5_460L, server("a", 1)));

    assertThat(map.complete()).isFalse();
    assertThat(map.covered()).isEqualTo(5_461);
    assertThat(ClusterMap.NONE.complete()).isFalse();
  }
}
