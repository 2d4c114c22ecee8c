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
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://u:s3cret@127.0.0.1:1?timeoutMillis=1e3",
        "redis://u:s3cret@127.0.0.1:1?timeoutMillis",
        "redis://u:s3cret@127.0.0.1:1?pool=1&pool=2",
        "redis://u:s3cret@127.0.0.1:1?unknown=1",
        "redis://u:s3cret@127.0.0.1:1#fragment",
        "redis://u:s3cret@127.0.0.1:1/database",
        "redis://u:s3cret@127.0.0.1:99999",
        "redis://u:s3cret@h:x",
        "redis://u:s3cret@/3",
        "redis://u:s3cret@",
        "redis://u:s3cret",
        "redis://u:s3cret?unknown=1",
        "redis://s3cret@127.0.0.1:1",
        "redix://u:s3cret@h",
        "redix://u:s3cret",
        "redis:u:s3cret@h?unknown=1",
        "redix:u:s3cret@h",
        "//u:s3cret@h",
        ":s3cret@h",
        "redis://u:s3cret^x@127.0.0.1:1",
        "redis://u:s3cret%x@127.0.0.1:1",
        "redis://u:s3cret/x@h",
        "redis://u:s3cret/x@127.0.0.1:1?unknown=1",
        "redis://u:1/s3cret@h",
        "redis://a@u:s3cret/x@h",
        "redis://u:s3cret?x@h",
        "redis://u:1?pool=s3cret@h",
        "redis://u:1?clientName=s3cret%20x@h",
        "redis://u:s3cret#x@h",
        "redis://u:1#s3cret@h",
        "redis://u:s3cret@x@h:x",
        "redis+sentinel://u:s3cret@,x/m",
        "redis+sentinel://u:1/s3cret@h",
        "redis+cluster://u:1,u:s3cret",
      })
  @DisplayName("a URI that is wrong is refused without its password, in the causes too")
  void secrets(String uri) {
    assertThatThrownBy(() -> Stores.open(uri))
        .isInstanceOfSatisfying(
            InvalidArgumentException.class,
            refused -> assertThat(Throwables.getStackTrace(refused)).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', database, 0, 1000",
    "'', connections, 1, 64",
    "'', pool, 1, 10000",
    "pool=1&, poolWaitMillis, 1, 600000",
    "'', timeoutMillis, 1, 600000",
    "'', replyTimeoutMillis, 1, 600000",
    "'', replicas, 1, 16",
    "replicas=1&, replicaTimeoutMillis, 1, 60000",
    "'', maxOutcomeBytes, 0, 536869888",
    "'', protocol, 2, 3",
  })
  @DisplayName("a number that is wrong is refused by its parameter's name, value and bounds")
  void numbers(String before, String name, long least, long most) {
    String bounds = least + " to " + most;
    for (Object value : new Object[] {least - 1, most + 1, "99999999999999999999"}) {
      assertRefused(before + name + "=" + value, name, name + " must be " + bounds, "" + value);
    }
    for (String value : new String[] {"many", "1e3", "2.0", "%2B2", "٣"}) {
      assertRefused(before + name + "=" + value, name, bounds, "a whole number");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "poolWaitMillis=5, poolWaitMillis, pool",
    "replicaTimeoutMillis=5, replicaTimeoutMillis, replicas",
    "pool=4&connections=3, connections, pool",
    "replicas=1&replicaTimeoutMillis=2000, replicaTimeoutMillis, timeoutMillis",
    "replicas=1&timeoutMillis=100, replicaTimeoutMillis, timeoutMillis",
  })
  @DisplayName("parameters that do not go together are refused by both their names")
  void together(String parameters, String name, String other) {
    assertRefused(parameters, name, other);
  }

  private static void assertRefused(String parameters, String name, String... parts) {
    assertThatThrownBy(() -> Stores.open("redis://127.0.0.1:1?" + parameters))
        .hasMessageContainingAll(parts)
        .isInstanceOfSatisfying(
            InvalidArgumentException.class,
            refused -> assertThat(refused.argument()).isEqualTo(name));
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
        "redis://127.0.0.1/+1",
        "redis://127.0.0.1/1001",
        "redis://127.0.0.1/5?database=3",
        "redis://127.0.0.1/5?database=5",
        "redis://[::1]7000",
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
}
