package io.github.semel.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  private static RedisServer server;

  private FaultProxy proxy;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start(RedisBinary.find());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startProxy() {
    server.command("FLUSHALL");
    proxy = FaultProxy.to(server.port());
  }

  @AfterEach
  void stopProxy() {
    proxy.close();
    Await.until(BOUND, () -> "connections left", () -> proxy.openConnections() == 0);
  }

  private RespConnection connect(Duration timeout) {
    return RespConnection.connect("127.0.0.1", proxy.port(), timeout);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void withoutFaultsAllPassesAndIsCounted() {
    try (RespConnection client = connect(BOUND)) {
      assertThat(client.command("PING")).isEqualTo("PONG");
      String large = "x".repeat(8 << 20);
      assertThat(client.command("SET", "k", large)).isEqualTo("OK");
      assertThat(client.command("GET", "k")).isEqualTo(large);
    }
    FaultProxy.Counts counts = proxy.counts();
    assertThat(counts.connections()).isEqualTo(1);
    assertThat(counts.requestBytes()).isGreaterThan(8 << 20);
    assertThat(counts.replyBytes()).isGreaterThan(8 << 20);
    assertThat(counts.cuts() + counts.drops() + counts.closes() + counts.partitions()).isZero();
    Await.until(BOUND, () -> "not closed", () -> proxy.openConnections() == 0);
  }

  @Test
  void delaysEachDirectionForItself() {
    try (RespConnection client = connect(BOUND)) {
      client.command("PING");
      proxy.delay(Duration.ofMillis(40), Duration.ZERO);
      long start = System.nanoTime();
      client.command("PING");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(40_000_000L);
      proxy.delay(Duration.ofMillis(40), Duration.ofMillis(30));
      start = System.nanoTime();
      client.command("PING");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(70_000_000L);
    }
  }

  @Test
  void delayKeepsOrderAndDoesNotAddUp() throws Exception {
    proxy.delay(Duration.ofMillis(300), Duration.ofMillis(300));
    try (Socket client = new Socket("127.0.0.1", proxy.port())) {
      client.setTcpNoDelay(true);
      OutputStream requests = client.getOutputStream();
      StringBuilder expected = new StringBuilder();
      long start = System.nanoTime();
      for (int i = 1; i <= 200; i++) {
        requests.write(ascii("INCR n\r\n"));
        expected.append(':').append(i).append("\r\n");
        Thread.sleep(1);
      }
      assertThat(new String(client.getInputStream().readNBytes(expected.length())))
          .isEqualTo(expected.toString());
      // One after the other would have taken two minutes.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }
  }

  @Test
  void lostReplyOfARequestThatWasDone() {
    proxy.cutReplies(Replies.next(), 0);
    try (RespConnection client = connect(BOUND)) {
      assertThatThrownBy(() -> client.command("INCR", "n"))
          .isInstanceOf(UncheckedIOException.class);
    }
    assertThat(server.command("GET", "n")).isEqualTo("1");
    assertThat(proxy.counts().cuts()).isEqualTo(1);
    try (RespConnection client = connect(BOUND)) {
      assertThat(client.command("INCR", "n")).isEqualTo(2L);
    }
  }

  @Test
  void replyCutInTheMiddle() throws Exception {
    proxy.cutReplies(Replies.every(2), 3);
    try (Socket client = new Socket("127.0.0.1", proxy.port())) {
      client.getOutputStream().write(ascii("PING\r\n"));
      assertThat(client.getInputStream().readNBytes(7)).isEqualTo(ascii("+PONG\r\n"));
      client.getOutputStream().write(ascii("PING\r\n"));
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(ascii("+PO"));
    }
    assertThat(proxy.counts().cuts()).isEqualTo(1);
  }

  @Test
  void droppedRepliesLeaveTheConnectionOpen() throws Exception {
    proxy.dropReplies(Replies.next());
    try (Socket client = new Socket("127.0.0.1", proxy.port())) {
      client.setSoTimeout((int) SHORT.toMillis());
      client.getOutputStream().write(ascii("INCR n\r\n"));
      Await.until(BOUND, () -> "not done", () -> "1".equals(server.command("GET", "n")));
      client.getOutputStream().write(ascii("INCR n\r\n"));
      Await.until(BOUND, () -> "not done", () -> "2".equals(server.command("GET", "n")));
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(proxy.openConnections()).isEqualTo(1);
    }
    assertThat(proxy.counts().drops()).isEqualTo(1);
  }

  @Test
  void partitionHoldsBackUntilItIsHealed() {
    try (RespConnection client = connect(BOUND)) {
      client.command("PING");
      proxy.partition();
      CompletableFuture<Object> reply =
          CompletableFuture.supplyAsync(() -> client.command("INCR", "n"));
      try (RespConnection newcomer = connect(SHORT)) {
        assertThatThrownBy(() -> newcomer.command("PING")).isInstanceOf(UncheckedIOException.class);
      }
      assertThat(reply).isNotDone();
      assertThat(server.command("GET", "n")).isNull();
      proxy.heal();
      assertThat(reply.join()).isEqualTo(1L);
    }
    assertThat(proxy.counts().partitions()).isEqualTo(1);
  }

  @Test
  void partitionCanRefuseNewConnections() {
    try (RespConnection client = connect(BOUND)) {
      client.command("PING");
      proxy.partition(FaultProxy.NewConnections.REFUSED);
      assertThatThrownBy(() -> connect(BOUND)).isInstanceOf(UncheckedIOException.class);
      proxy.heal();
      assertThat(client.command("PING")).isEqualTo("PONG");
      try (RespConnection newcomer = connect(BOUND)) {
        assertThat(newcomer.command("PING")).isEqualTo("PONG");
      }
    }
  }

  @Test
  void closesConnectionsAndTakesNewOnes() {
    try (RespConnection client = connect(BOUND)) {
      client.command("PING");
      proxy.closeConnections();
      assertThatThrownBy(() -> client.command("PING")).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(proxy.counts().closes()).isEqualTo(1);
    try (RespConnection client = connect(BOUND)) {
      assertThat(client.command("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void leadsNewConnectionsToAnotherTarget() {
    server.command("SET", "k", "here");
    try (RedisServer other = RedisServer.start(RedisBinary.find());
        RespConnection client = connect(BOUND)) {
      assertThat(client.command("GET", "k")).isEqualTo("here");
      proxy.target(other.port());
      assertThat(client.command("GET", "k")).isEqualTo("here");
      try (RespConnection newcomer = connect(BOUND)) {
        assertThat(newcomer.command("GET", "k")).isNull();
      }
      assertThat(proxy.targetPort()).isEqualTo(other.port());
    }
  }

  @Test
  void targetThatIsDownEndsTheConnection() {
    proxy.target(Ports.free());
    try (RespConnection client = connect(BOUND)) {
      assertThatThrownBy(() -> client.command("PING")).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(proxy.counts().unreachable()).isEqualTo(1);
  }

  @Test
  void halfCloseLetsTheReplyThrough() throws Exception {
    proxy.delay(Duration.ofMillis(20), Duration.ofMillis(20));
    try (Socket client = new Socket("127.0.0.1", proxy.port())) {
      client.getOutputStream().write(ascii("PING\r\n"));
      client.shutdownOutput();
      InputStream replies = client.getInputStream();
      assertThat(replies.readAllBytes()).isEqualTo(ascii("+PONG\r\n"));
    }
  }

  @Test
  void randomChoiceIsThatOfItsSeed() {
    Replies first = Replies.random(0.3, 42);
    Replies second = Replies.random(0.3, 42);
    long chosen =
        IntStream.range(0, 10_000)
            .filter(
                i -> {
                  boolean choice = first.chosen();
                  assertThat(second.chosen()).isEqualTo(choice);
                  return choice;
                })
            .count();
    assertThat(chosen).isBetween(2_500L, 3_500L);
  }
}
