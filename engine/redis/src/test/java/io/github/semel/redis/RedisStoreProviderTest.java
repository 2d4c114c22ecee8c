package io.github.semel.redis;

import static io.github.semel.redis.Keys.acquire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Stores;
import io.github.semel.redis.server.RedisServer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores by URI. */
class RedisStoreProviderTest {

  private static void assertSame(String first, String second) {
    try (IdempotencyStore one = Stores.open(first);
        IdempotencyStore other = Stores.open(second)) {
      String key = Keys.fresh();
      acquire(one, key);
      assertThat(Keys.claim(other, key)).isInstanceOf(ClaimResult.InProgress.class);
    }
  }

  @Test
  @DisplayName("one server, with every parameter")
  void standalone() {
    RedisServer server = Servers.standalone();
    String uri = "redis://127.0.0.1:" + server.port();
    assertSame(
        uri + "?prefix=uri%3A&database=3&connections=3&timeoutMillis=5000&replyTimeoutMillis=1000",
        uri
            + "/3?prefix=uri:&pool=4&poolWaitMillis=100&allowEvictionPolicy=allkeys-lru"
            + "&maxOutcomeBytes=100&protocol=3&clientName=uri");
    try (IdempotencyStore store = Stores.open(uri + "?maxOutcomeBytes=100")) {
      assertThat(store.maxOutcomeBytes()).isEqualTo(100);
    }
    assertThat(Stores.provider(uri).takesClock()).isFalse();
  }

  @Test
  @DisplayName("the master that Sentinels name")
  void sentinel() {
    String sentinels =
        Servers.replication().sentinelPorts().stream()
            .map(port -> "127.0.0.1:" + port)
            .collect(Collectors.joining(","));
    assertSame(
        "redis+sentinel://" + sentinels + "/semel",
        "redis+sentinel://" + sentinels + "/semel?replicas=1&replicaTimeoutMillis=1000");
  }

  @Test
  @DisplayName("a cluster")
  void cluster() {
    String nodes =
        Servers.cluster().nodes().stream()
            .map(node -> "127.0.0.1:" + node.port())
            .collect(Collectors.joining(","));
    assertSame("redis+cluster://" + nodes, "redis+cluster://" + nodes.split(",")[0]);
  }

  @Test
  @DisplayName("passwords are decoded and never shown")
  void passwords() {
    int port = Servers.standalone().port();
    assertThatThrownBy(
            () ->
                Stores.open(
                    "redis://payments:p%40ss+word@127.0.0.1:" + port + "?timeoutMillis=200"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("WRONGPASS")
        .hasMessageNotContaining("ss+word");
    assertThatThrownBy(() -> Stores.open("redis://u:secret@127.0.0.1?unknown=1"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Stores.open("redis://secret@127.0.0.1:" + port))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis:",
        "redis:127.0.0.1",
        "redis://127.0.0.1:0",
        "redis://127.0.0.1:65536",
        "redis://127.0.0.1:port",
        "redis://127.0.0.1/database",
        "redis://127.0.0.1/-1",
        "redis://127.0.0.1#fragment",
        "redis://127.0.0.1?unknown=1",
        "redis://127.0.0.1?connections=0",
        "redis://127.0.0.1?connections=many",
        "redis://127.0.0.1?pool=0",
        "redis://127.0.0.1?timeoutMillis=0",
        "redis://127.0.0.1?protocol=4",
        "redis://127.0.0.1?replicas=0",
        "redis://127.0.0.1?maxOutcomeBytes=-1",
        "redis+sentinel://127.0.0.1:26379",
        "redis+sentinel://127.0.0.1:26379,/semel",
        "redis+cluster://127.0.0.1:7000/0",
        "redis+cluster://127.0.0.1:7000?database=1",
      })
  @DisplayName("what is wrong is refused before a connection is made")
  void refused(String uri) {
    assertThatThrownBy(() -> Stores.open(uri)).isInstanceOf(InvalidArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:6379", "[::1]", "[::1]:6379", "10.0.0.1:6379"})
  @DisplayName("addresses are read as they are written")
  void addresses(String text) {
    RedisAddress address = RedisAddress.parse(text, 6379);
    assertThat(address.port()).isEqualTo(6379);
    assertThat(RedisAddress.parse(address.toString(), 1)).isEqualTo(address);
  }
}
