package io.github.semel.benchmarks.redis.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.semel.benchmarks.redis.RedisTarget;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

@DisplayName("Every contender over Redis")
class RedisContenderTest {

  private static RedisTarget alone;
  private static RedisTarget replicated;

  @BeforeAll
  static void start() {
    alone = RedisTarget.start(RedisTarget.Kind.ALONE);
    replicated = RedisTarget.start(RedisTarget.Kind.REPLICATED);
  }

  @AfterAll
  static void stop() {
    alone.close();
    replicated.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RedisContenders.RAW_POOLED,
        RedisContenders.NATIVE_POOLED,
        RedisContenders.SEMEL_POOLED,
        RedisContenders.SEMEL_COMBINED,
        RedisContenders.LETTUCE
      })
  @DisplayName("claims a key that is free, and no other")
  void claims(String name) {
    try (RedisContender contender = RedisContenders.claim(name, alone.host(), alone.port(), 2)) {
      takesOnce(contender);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RedisContenders.SEMEL_POOLED_WAIT, RedisContenders.SEMEL_COMBINED_WAIT})
  @DisplayName("claims a key that is free with a WAIT, where it says so")
  void waits(String name) {
    try (RedisContender contender =
            RedisContenders.claim(name, replicated.host(), replicated.port(), 2);
        RedisClient client = RedisClient.create(replicated.host(), replicated.port())) {
      takesOnce(contender);

      assertThat(client.info("commandstats")).contains("cmdstat_wait:");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RedisContenders.SEMEL_POOLED,
        RedisContenders.SEMEL_COMBINED,
        RedisContenders.REDISSON,
        RedisContenders.SPRING_INTEGRATION,
        RedisContenders.CAMEL
      })
  @DisplayName("does an operation for a key once")
  void operations(String name) {
    try (RedisContender contender =
        RedisContenders.operation(name, alone.host(), alone.port(), 2)) {
      takesOnce(contender);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RedisContenders.RAW_PIPELINE,
        RedisContenders.NATIVE_PIPELINE,
        RedisContenders.SEMEL_COMBINED
      })
  @DisplayName("claims those of a batch that are free")
  void batches(String name) {
    try (BatchContender contender = RedisContenders.batch(name, alone.host(), alone.port())) {
      String claimed = FreshKey.next();

      assertThat(contender.claimAll(List.of(FreshKey.next(), claimed))).isEqualTo(2);
      assertThat(contender.claimAll(List.of(claimed, FreshKey.next()))).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("that is raw sends the very script and leaves the very record that the store does")
  void sameScript() {
    try (RedisClient client = RedisClient.create(alone.host(), alone.port());
        RedisContender raw =
            RedisContenders.claim(RedisContenders.RAW_POOLED, alone.host(), alone.port(), 1);
        RedisContender store =
            RedisContenders.claim(RedisContenders.SEMEL_POOLED, alone.host(), alone.port(), 1)) {
      client.scriptFlush();
      store.take("by the store");
      String digest = client.eval("return redis.sha1hex(ARGV[1])", 0, ClaimScript.TEXT).toString();
      assertThat(client.scriptExists(List.of(digest))).containsExactly(true);

      raw.take("by the script");
      assertThat(store.take("by the script")).isFalse();
      assertThat(raw.take("by the store")).isFalse();
      assertThat(client.strlen("semel:by the script"))
          .isEqualTo(client.strlen("semel:by the store"));
      assertThat(client.ttl("semel:by the script"))
          .isBetween(client.ttl("semel:by the store") - 5, client.ttl("semel:by the store") + 5);
    }
  }

  @Test
  @DisplayName("that is native leaves as many bytes as the store does, for as long as the lease")
  void sameSize() {
    try (RedisClient client = RedisClient.create(alone.host(), alone.port());
        RedisContender bare =
            RedisContenders.claim(RedisContenders.NATIVE_POOLED, alone.host(), alone.port(), 1);
        RedisContender store =
            RedisContenders.claim(RedisContenders.SEMEL_POOLED, alone.host(), alone.port(), 1)) {
      store.take("with a script");
      bare.take("without");

      assertThat(client.strlen("semel:without")).isEqualTo(client.strlen("semel:with a script"));
      assertThat(client.pttl("semel:without"))
          .isBetween(Terms.LEASE.minusMinutes(1).toMillis(), Terms.LEASE.toMillis());
    }
  }

  @Test
  @DisplayName("has traits, and an unknown name is refused")
  void known() {
    assertThat(RedisContenders.names())
        .allMatch(name -> !RedisContenders.traits(name).what().isEmpty());
    assertThatIllegalArgumentException().isThrownBy(() -> RedisContenders.traits("abacus"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisContenders.claim("abacus", alone.host(), alone.port(), 1));
  }

  private static void takesOnce(RedisContender contender) {
    String key = FreshKey.next();
    assertThat(contender.take(key)).isTrue();
    assertThat(contender.take(key)).isFalse();
    assertThat(contender.take(FreshKey.next())).isTrue();
  }
}
