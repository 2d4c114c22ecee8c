package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.semel.client.Backoff;
import io.github.semel.client.IdempotentClient;
import io.github.semel.client.RetryBudget;
import io.github.semel.example.gateway.Charge;
import io.github.semel.example.gateway.Gateway;
import io.github.semel.example.gateway.GatewayFault;
import io.github.semel.example.web.Json;
import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.redis.server.Replies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 clients at once, a network that loses three replies of ten and cuts connections, a gateway
 * that is slow, out of order and loses replies, and a server that is killed in the middle of its
 * work and started anew. What was charged is counted at the gateway, which charges whatever it is
 * asked to charge.
 */
class EndToEndTest {

  private static final int CLIENTS = 200;
  private static final int HELD_AT_THE_KILL = 30;

  /** Of what never takes so long; a wait without an end would be no failure. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  private static final Duration SLOWNESS = Duration.ofMillis(500);

  @TempDir Path folder;

  /** What befalls charges: chance; and some are held until the server that asks is dead. */
  private static final class Faults implements Supplier<Optional<GatewayFault>> {

    private static final int BEFORE = 60;

    private final Random random = new Random(7);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(HELD_AT_THE_KILL);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public Optional<GatewayFault> get() {
      int now = asked.incrementAndGet();
      if (now > BEFORE && now <= BEFORE + HELD_AT_THE_KILL) {
        held.countDown();
        await(released);
        return Optional.empty();
      }
      int chance;
      synchronized (random) {
        chance = random.nextInt(20);
      }
      return switch (chance) {
        case 0, 1 -> Optional.of(GatewayFault.SLOW);
        case 2, 3 -> Optional.of(GatewayFault.REPLY_LOST);
        case 4 -> Optional.of(GatewayFault.UNAVAILABLE);
        default -> Optional.empty();
      };
    }

    void awaitHeld() {
      await(held);
    }

    void release() {
      released.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  @DisplayName("on a file, that is killed and opened again, every payment is charged once")
  void chronicle() throws Exception {
    chargesOnce(
        "chronicle:" + folder.resolve("keys") + "?maxEntries=10000&reservedOutcomeBytes=512");
  }

  @Test
  @DisplayName(
      "on Redis, with a server that is killed and another one, every payment is charged once")
  void redis() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      chargesOnce(redis.uri().toString());
    }
  }

  private void chargesOnce(String store) throws Exception {
    Faults faults = new Faults();
    try (Gateway gateway =
            Gateway.start(Main.loopback(0), folder.resolve("charges"), SLOWNESS, faults);
        ServerProcess first = ServerProcess.start(store, address(gateway.port(), ""));
        FaultProxy proxy = FaultProxy.to(first.port())) {
      proxy.cutReplies(Replies.random(0.3, 11), 0);
      URI payments = address(proxy.port(), "payments");
      List<CompletableFuture<HttpResponse<String>>> calls = callAll(payments);

      faults.awaitHeld();
      first.kill();
      // What the dead server had asked for, the gateway goes on to charge.
      faults.release();
      try (ServerProcess second = ServerProcess.start(store, address(gateway.port(), ""))) {
        proxy.target(second.port());
        proxy.closeConnections();

        Map<String, String> paid = collect(calls);
        assertThat(paid).hasSize(CLIENTS);
        assertThat(paid.values()).doesNotHaveDuplicates();
        assertThat(charged(gateway)).hasSize(CLIENTS).doesNotHaveDuplicates();
        // The second server learned of them by asking.
        assertThat(settled(second)).isGreaterThanOrEqualTo(HELD_AT_THE_KILL);
        assertThat(proxy.counts().cuts()).isGreaterThan(CLIENTS / 10);

        // However late somebody asks again: the same answer, and no charge.
        proxy.cutReplies(Replies.none(), 0);
        Map<String, String> again = collect(callAll(address(second.port(), "payments")));
        assertThat(again).isEqualTo(paid);
        assertThat(charged(gateway)).hasSize(CLIENTS);
      }
    }
  }

  private static URI address(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + "/" + path);
  }

  /** Every client asks for its payment, again and again until there is an answer. */
  private static List<CompletableFuture<HttpResponse<String>>> callAll(URI payments) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    IdempotentClient client =
        IdempotentClient.builder(http)
            .backoff(
                Backoff.exponential(
                    Duration.ofMillis(100), Duration.ofMillis(800), Duration.ofMillis(200)))
            .maxRetries(1_000)
            .deadline(BOUND)
            .budget(RetryBudget.of(10, 100_000))
            .withoutBreaker()
            .build();
    return IntStream.range(0, CLIENTS)
        .mapToObj(i -> client.sendAsync(payment(payments, i), HttpResponse.BodyHandlers.ofString()))
        .toList();
  }

  private static HttpRequest payment(URI payments, int i) {
    return HttpRequest.newBuilder(payments)
        .header("Authorization", TestService.basic("shop", "secret"))
        .header("Idempotency-Key", "\"payment-" + i + "\"")
        .POST(HttpRequest.BodyPublishers.ofString(TestService.payment("order-" + i)))
        .build();
  }

  /** The payment that each client was told of, by what it was for. */
  private static Map<String, String> collect(List<CompletableFuture<HttpResponse<String>>> calls)
      throws Exception {
    List<JsonNode> payments = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      HttpResponse<String> response = call.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
      payments.add(Json.MAPPER.readTree(response.body()));
    }
    return payments.stream()
        .collect(
            Collectors.toMap(
                payment -> payment.path("references").path(0).textValue(),
                payment -> payment.path("paymentId").textValue()));
  }

  /** What each charge was for. */
  private static List<String> charged(Gateway gateway) {
    return gateway.charges().stream()
        .filter(Charge::approved)
        .map(charge -> charge.order().reference())
        .toList();
  }

  /** How many doubts a server has had settled. */
  private static long settled(ServerProcess server) throws IOException, InterruptedException {
    HttpResponse<String> status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address(server.port(), "status")).build(),
                HttpResponse.BodyHandlers.ofString());
    JsonNode live = Json.MAPPER.readTree(status.body()).path("live");
    return live.path("settledAsCharged").longValue();
  }
}
