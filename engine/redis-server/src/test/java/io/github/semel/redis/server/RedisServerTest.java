package io.github.semel.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisServerTest {

  private static final RedisBinary BINARY = RedisBinary.find();

  @Test
  void answersCommandsWithEveryKindOfReply() {
    try (RedisServer server = RedisServer.start(BINARY)) {
      assertThat(server.uri()).isEqualTo(URI.create("redis://127.0.0.1:" + server.port()));
      assertThat(server.version()).isEqualTo(BINARY.version());
      assertThat(server.command("SET", "k", "größer\r\n")).isEqualTo("OK");
      assertThat(server.command("GET", "k")).isEqualTo("größer\r\n");
      assertThat(server.command("GET", "none")).isNull();
      assertThat(server.command("INCR", "n")).isEqualTo(1L);
      assertThat(server.command("MGET", "n", "none")).isEqualTo(Arrays.asList("1", null));
      assertThat(server.command("KEYS", "none*")).isEqualTo(List.of());
      assertThatThrownBy(() -> server.command("INCR", "k"))
          .isInstanceOf(RespErrorException.class)
          .hasMessageContaining("not an integer");
    }
  }

  @Test
  void takesDirectivesInOneWordOrTwo() {
    try (RedisServer server =
        RedisServer.start(BINARY, "--maxmemory 10mb", "--maxmemory-policy", "allkeys-lru")) {
      assertThat(server.command("CONFIG", "GET", "maxmemory"))
          .isEqualTo(List.of("maxmemory", "10485760"));
      assertThat(server.command("CONFIG", "GET", "maxmemory-policy"))
          .isEqualTo(List.of("maxmemory-policy", "allkeys-lru"));
    }
  }

  @Test
  void givesThePasswordItWasStartedWith() {
    try (RedisServer server =
        RedisServer.start(
            BINARY, "--requirepass secret", "--user worker on >pass ~semel:* +@all")) {
      assertThat(server.command("PING")).isEqualTo("PONG");
      try (RespConnection stranger =
          RespConnection.connect(server.host(), server.port(), Duration.ofSeconds(10))) {
        assertThatThrownBy(() -> stranger.command("PING"))
            .isInstanceOfSatisfying(
                RespErrorException.class, e -> assertThat(e.code()).isEqualTo("NOAUTH"));
        assertThat(stranger.command("AUTH", "worker", "pass")).isEqualTo("OK");
        assertThat(stranger.command("SET", "semel:k", "v")).isEqualTo("OK");
      }
    }
  }

  @Test
  void reachesAServerByUrl() {
    try (RedisServer server = RedisServer.start(BINARY, "--requirepass secret");
        RedisServer named =
            RedisServer.at(URI.create("redis://:secret@127.0.0.1:" + server.port() + "/3"))) {
      named.command("SET", "k", "v");

      assertThat(named.version()).isEqualTo(server.info("server", "redis_version"));
      assertThat(server.command("EXISTS", "k")).isEqualTo(0L);
      assertThat(named.command("GET", "k")).isEqualTo("v");
      assertThat(named.isControlled()).isFalse();
      assertThatThrownBy(named::kill).isInstanceOf(UnsupportedOperationException.class);
      named.close();
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void usesTheServerThatAPropertyNames() {
    String before = System.getProperty(RedisServer.URL_PROPERTY);
    try (RedisServer server = RedisServer.start(BINARY)) {
      System.setProperty(RedisServer.URL_PROPERTY, server.uri().toString());
      try (RedisServer named = RedisServer.start()) {
        assertThat(named.port()).isEqualTo(server.port());
        assertThat(named.isControlled()).isFalse();
      }
    } finally {
      if (before == null) {
        System.clearProperty(RedisServer.URL_PROPERTY);
      } else {
        System.setProperty(RedisServer.URL_PROPERTY, before);
      }
    }
  }

  @Test
  void killedServerComesBackEmptyOnItsPort() {
    try (RedisServer server = RedisServer.start(BINARY)) {
      server.command("SET", "k", "v");
      server.kill();

      assertThat(server.isAlive()).isFalse();
      assertThatThrownBy(() -> server.command("PING")).isInstanceOf(UncheckedIOException.class);
      server.restart(true);
      assertThat(server.command("GET", "k")).isNull();
    }
  }

  @Test
  void restartKeepsDataOrLosesIt() {
    try (RedisServer server = RedisServer.start(BINARY)) {
      int port = server.port();
      server.command("SET", "k", "v");
      server.restart(true);
      assertThat(server.command("GET", "k")).isEqualTo("v");
      server.restart(false);
      assertThat(server.command("GET", "k")).isNull();
      assertThat(server.port()).isEqualTo(port);
    }
  }

  @Test
  void killedServerWithAnAppendOnlyFileKeepsWhatItAcknowledged() {
    try (RedisServer server =
        RedisServer.start(BINARY, "--appendonly yes", "--appendfsync always")) {
      server.command("SET", "k", "v");
      server.kill();
      server.restart(true);
      assertThat(server.command("GET", "k")).isEqualTo("v");
    }
  }

  @Test
  void pausedServerAnswersWhenItGoesOn() {
    try (RedisServer server = RedisServer.start(BINARY)) {
      server.pause();
      try (RespConnection impatient =
          RespConnection.connect(server.host(), server.port(), Duration.ofMillis(100))) {
        assertThatThrownBy(() -> impatient.command("PING"))
            .isInstanceOf(UncheckedIOException.class);
      }
      assertThat(server.isAlive()).isTrue();
      server.resume();
      assertThat(server.command("PING")).isEqualTo("PONG");
      server.pause();
    }
  }

  @Test
  void closeEndsTheProcessAndRemovesItsFiles() {
    RedisServer server = RedisServer.start(BINARY);
    long pid = Long.parseLong(server.info("server", "process_id"));
    String data = (String) ((List<?>) server.command("CONFIG", "GET", "dir")).get(1);
    server.close();
    server.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Path.of(data).getParent()).doesNotExist();
    assertThatThrownBy(() -> server.restart(false)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void failureToStartTellsTheLog() {
    assertThatThrownBy(() -> RedisServer.start(BINARY, "--no-such-directive 1"))
        .isInstanceOf(RedisServerException.class)
        .hasMessageContaining("no-such-directive")
        .hasMessageContaining("Bad directive");
  }

  @Test
  void takenPortIsNotUsed() {
    try (RedisServer first = RedisServer.start(BINARY)) {
      int[] ports = {first.port(), Ports.free()};
      int[] asked = {0};
      try (RedisServer second =
          RedisServer.start(BINARY, () -> ports[asked[0]++], List.of(), null)) {
        assertThat(second.port()).isEqualTo(ports[1]);
      }
    }
  }

  @Test
  void refusesDirectivesItReliesOn() {
    assertThatThrownBy(() -> RedisServer.start(BINARY, "--port 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RedisServer.start(BINARY, "maxmemory"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void speaksTlsToThoseWhoTrustIt() throws Exception {
    try (RedisServer server = RedisServer.startTls(RedisBinary.carried().orElseThrow())) {
      assertThat(server.tlsUri()).isEqualTo(URI.create("rediss://127.0.0.1:" + server.tlsPort()));
      assertThat(pingWithTls(server, server.clientContext())).isEqualTo("PONG");
      assertThatThrownBy(() -> pingWithTls(server, SSLContext.getDefault()))
          .hasStackTraceContaining("SSLHandshakeException");
      assertThat(server.command("PING")).isEqualTo("PONG");
    }
  }

  private static Object pingWithTls(RedisServer server, SSLContext context) {
    try (RespConnection connection =
        RespConnection.connect(
            context.getSocketFactory(),
            server.host(),
            server.tlsPort(),
            Duration.ofSeconds(10),
            StandardCharsets.UTF_8)) {
      return connection.command("PING");
    }
  }
}
