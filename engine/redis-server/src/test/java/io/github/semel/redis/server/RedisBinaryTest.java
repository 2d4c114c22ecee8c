package io.github.semel.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RedisBinaryTest {

  @Test
  void findsOneThatRuns() {
    assertThat(RedisBinary.find().version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void carries70WithTls() {
    RedisBinary carried = RedisBinary.carried().orElseThrow();

    assertThat(carried.version()).isEqualTo("7.0.15");
    assertThat(carried.atLeast(7, 0)).isTrue();
    assertThat(carried.atLeast(6, 2)).isTrue();
    assertThat(carried.atLeast(7, 1)).isFalse();
    assertThat(carried.supportsTls()).isTrue();
  }

  @Test
  void carries62WhereItRuns() {
    assumeThat(RedisBinary.redis62()).isPresent();
    RedisBinary binary = RedisBinary.redis62().orElseThrow();

    assertThat(binary.version()).startsWith("6.2.");
    assertThat(binary.atLeast(7, 0)).isFalse();
    try (RedisServer server = RedisServer.start(binary)) {
      assertThat(server.info("server", "redis_version")).isEqualTo(binary.version());
    }
  }

  @Test
  void whatDoesNotRunIsNoBinary() {
    assertThat(RedisBinary.at(Path.of("no-such-binary"))).isEmpty();
  }
}
