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
import java.util.concurrent.TimeUnit;
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
  private static final int CHARGED_BEFORE_THE_KILL = 60;
  private static final int UNDER_WAY_AT_THE_KILL = 10;
  private static final Duration SLOWNESS = Duration.ofSeconds(1);

  @TempDir Path folder;

  /** What befalls charges: chance, and for certain that many are under way for the kill. */
  private static final class Faults implements Supplier<Optional<GatewayFault>> {

    private final Random random = new Random(7);
    private int asked;

    @Override
    public synchronized Optional<GatewayFault> get() {
      asked++;
      if (asked > CHARGED_BEFORE_THE_KILL && asked <= CHARGED_BEFORE_THE_KILL + 30) {
        return Optional.of(GatewayFault.SLOW);
      }
      return switch (random.nextInt(20)) {
        case 0 -> Optional.of(GatewayFault.SLOW);
        case 1, 2 -> Optional.of(GatewayFault.REPLY_LOST);
        case 3 -> Optional.of(GatewayFault.UNAVAILABLE);
        default -> Optional.empty();
      };
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
    try (Gateway gateway =
            Gateway.start(Main.loopback(0), folder.resolve("charges"), SLOWNESS, new Faults());
        ServerProcess first = ServerProcess.start(store, address(gateway.port(), ""));
        FaultProxy proxy = FaultProxy.to(first.port())) {
      proxy.cutReplies(Replies.random(0.3, 11), 0);
      URI payments = address(proxy.port(), "payments");
      List<CompletableFuture<HttpResponse<String>>> calls = callAll(payments);

      awaitUnderWay(gateway, calls);
      first.kill();
      List<String> chargedUnheard = charged(gateway);
      try (ServerProcess second = ServerProcess.start(store, address(gateway.port(), ""))) {
        proxy.target(second.port());
        proxy.closeConnections();

        Map<String, String> paid = collect(calls);
        assertThat(paid).hasSize(CLIENTS);
        assertThat(paid.values()).doesNotHaveDuplicates();
        assertThat(chargedUnheard).isNotEmpty();
        assertThat(charged(gateway)).hasSize(CLIENTS).doesNotHaveDuplicates();
        // What the first had begun, the second has asked the gateway about.
        assertThat(settled(second)).isGreaterThanOrEqualTo(UNDER_WAY_AT_THE_KILL);
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
                    Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofMillis(100)))
            .maxRetries(200)
            .deadline(Duration.ofMinutes(1))
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

  /** Until the gateway has charged a good part, and is at it for many others. */
  private static void awaitUnderWay(
      Gateway gateway, List<CompletableFuture<HttpResponse<String>>> calls)
      throws InterruptedException {
    while (gateway.charges().size() < CHARGED_BEFORE_THE_KILL / 2
        || gateway.underWay() < UNDER_WAY_AT_THE_KILL) {
      assertThat(calls).as("calls that are over").anyMatch(call -> !call.isDone());
      // What it waits for takes place in another process.
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** The payment that each client was told of, by what it was for. */
  private static Map<String, String> collect(List<CompletableFuture<HttpResponse<String>>> calls)
      throws Exception {
    List<JsonNode> payments = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      HttpResponse<String> response = call.get(2, TimeUnit.MINUTES);
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
