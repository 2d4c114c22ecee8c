package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.semel.Owner;
import io.github.semel.Ticket;
import io.github.semel.example.gateway.GatewayFault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The payments API against a gateway that fails, over real sockets. */
class PaymentsTest {

  private TestService service;

  @BeforeEach
  void start() throws IOException {
    service = TestService.create();
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  @Test
  @DisplayName("a payment has an id, a status, an amount, and a day to live")
  void pays() throws IOException {
    HttpResponse<String> response = service.pay("k", "order-1");
    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode payment = TestService.json(response);
    assertThat(payment.path("paymentId").textValue()).startsWith("pay_");
    assertThat(payment.path("status").textValue()).isEqualTo("completed");
    assertThat(payment.path("amount").decimalValue()).isEqualByComparingTo("12.50");
    assertThat(payment.path("currency").textValue()).isEqualTo("EUR");
    Instant created = Instant.parse(payment.path("createdAt").textValue());
    assertThat(Instant.parse(payment.path("expiresAt").textValue()))
        .isEqualTo(created.plus(Duration.ofHours(24)));
    String location = response.headers().firstValue("Location").orElseThrow();
    assertThat(service.get(location).body()).isEqualTo(response.body());
  }

  @Test
  @DisplayName("the same request again gets the same payment, and nothing is charged")
  void replays() throws IOException {
    HttpResponse<String> first = service.pay("k", "order-1");
    HttpResponse<String> second = service.pay("k", "order-1");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(TestService.replayed(first)).isFalse();
    assertThat(TestService.replayed(second)).isTrue();
    assertThat(service.charges()).hasSize(1);
  }

  @Test
  @DisplayName("one that was declined stays declined, and its payment has failed")
  void declined() throws IOException {
    service.order(GatewayFault.DECLINED);
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> response = service.pay("k", "order-1");
      assertThat(response.statusCode()).isEqualTo(402);
      assertThat(TestService.json(response).path("status").textValue()).isEqualTo("failed");
    }
    assertThat(service.gateway().summary().requests()).isEqualTo(1);
    assertThat(service.charges()).isEmpty();
  }

  @Test
  @DisplayName("a gateway that is out of order charges nothing, and the key is free")
  void unavailable() throws IOException {
    service.order(GatewayFault.UNAVAILABLE);
    HttpResponse<String> refused = service.pay("k", "order-1");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(TestService.json(refused).path("type").textValue()).endsWith("#gateway-unavailable");
    HttpResponse<String> paid = service.pay("k", "order-1");
    assertThat(paid.statusCode()).isEqualTo(201);
    assertThat(TestService.replayed(paid)).isFalse();
    assertThat(service.gateway().summary().lookups()).isZero();
  }

  @Test
  @DisplayName("a gateway that cannot be reached has charged nothing, and says nothing of before")
  void unreachable() throws IOException {
    service.order(GatewayFault.REPLY_LOST);
    assertThat(service.pay("k", "order-1").statusCode()).isEqualTo(504);
    service.gateway().close();
    HttpResponse<String> doubted = service.pay("k", "order-1");
    assertThat(doubted.statusCode()).isEqualTo(409);
    assertThat(doubted.body()).contains("#in-doubt");
    HttpResponse<String> refused = service.pay("fresh", "order-2");
    assertThat(refused.statusCode()).isEqualTo(503);
    HttpResponse<String> unknown = service.get("payments/pay_unknown");
    assertThat(unknown.statusCode()).isEqualTo(504);
    assertThat(unknown.body()).contains("#gateway-unanswered", "Ask again later");
    assertThat(service.charges()).hasSize(1);
  }

  @Test
  @DisplayName("when the gateway's reply is lost, the gateway is asked before anything is charged")
  void replyLost() throws IOException {
    service.order(GatewayFault.REPLY_LOST);
    HttpResponse<String> unanswered = service.pay("k", "order-1");
    assertThat(unanswered.statusCode()).isEqualTo(504);
    assertThat(unanswered.body()).contains("#gateway-unanswered");
    HttpResponse<String> found = service.pay("k", "order-1");
    assertThat(found.statusCode()).isEqualTo(201);
    assertThat(TestService.json(found).path("references").path(0).textValue()).isEqualTo("order-1");
    assertThat(service.pay("k", "order-1").body()).isEqualTo(found.body());
    assertThat(service.charges()).hasSize(1);
    assertThat(service.gateway().summary().lookups()).isEqualTo(1);
    assertThat(status().path("settledAsCharged").longValue()).isEqualTo(1);
  }

  @Test
  @DisplayName("while the gateway is still at it nobody can tell, and nothing is charged")
  void slow() throws IOException {
    try (TestService impatient = TestService.impatient()) {
      impatient.order(GatewayFault.SLOW);
      assertThat(impatient.pay("k", "order-1").statusCode()).isEqualTo(504);
      HttpResponse<String> doubted = impatient.pay("k", "order-1");
      assertThat(doubted.statusCode()).isEqualTo(409);
      while (doubted.statusCode() == 409) {
        assertThat(doubted.body()).contains("#in-doubt");
        assertThat(doubted.headers().firstValue("Retry-After")).isPresent();
        doubted = impatient.pay("k", "order-1");
      }
      assertThat(doubted.statusCode()).isEqualTo(201);
      assertThat(impatient.charges()).hasSize(1);
      assertThat(impatient.gateway().summary().requests()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a payment that the gateway is still asked for is pending")
  void pending() throws IOException {
    service.order(GatewayFault.SLOW);
    CompletableFuture<HttpResponse<String>> slow =
        service.exchangeAsync(service.post("payments", "k", TestService.payment("order-1")));
    while (service.gateway().underWay() == 0) {
      Thread.onSpinWait();
    }
    // What it will be called follows from the key of its claim, which the page shows.
    String key = status().path("keys").path(0).path("key").textValue();
    String id = PaymentService.paymentId(Ticket.of(key, Owner.random(), 0, 1));
    JsonNode pending = TestService.json(service.get("payments/" + id));
    assertThat(pending.path("status").textValue()).isEqualTo("pending");
    assertThat(slow.join().statusCode()).isEqualTo(201);
    JsonNode completed = TestService.json(service.get("payments/" + id));
    assertThat(completed.path("status").textValue()).isEqualTo("completed");
  }

  @Test
  @DisplayName("what a process before this one has done, the gateway knows")
  void restarted() throws IOException {
    HttpResponse<String> paid = service.pay("k", "order-1");
    service.restart("compact:");
    String location = paid.headers().firstValue("Location").orElseThrow();
    assertThat(service.get(location).body()).isEqualTo(paid.body());
    assertThat(service.get("payments/pay_unknown").statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("an account sees neither another's keys nor its payments")
  void accounts() throws IOException {
    HttpResponse<String> mine = service.pay("k", "order-1");
    HttpRequest.Builder other =
        HttpRequest.newBuilder(service.address().resolve("payments"))
            .setHeader("Authorization", TestService.basic("other", "word"));
    HttpResponse<String> theirs =
        service.exchange(
            other
                .header("Idempotency-Key", "k")
                .POST(HttpRequest.BodyPublishers.ofString(TestService.payment("order-1")))
                .build());
    assertThat(theirs.statusCode()).isEqualTo(201);
    assertThat(theirs.body()).isNotEqualTo(mine.body());
    assertThat(service.charges()).hasSize(2);
    String location = mine.headers().firstValue("Location").orElseThrow();
    for (boolean known : new boolean[] {true, false}) {
      if (!known) {
        service.restart("heap:");
      }
      HttpResponse<String> read =
          service.exchange(
              HttpRequest.newBuilder(service.address().resolve(location))
                  .header("Authorization", TestService.basic("other", "word"))
                  .build());
      assertThat(read.statusCode()).isEqualTo(404);
    }
    HttpResponse<String> nobody =
        service.exchange(
            HttpRequest.newBuilder(service.address().resolve(location))
                .header("Authorization", TestService.basic("nobody", ""))
                .build());
    assertThat(nobody.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "amount | {'amount': 0, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'amount': -1, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'amount': 1.001, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'amount': 1.5, 'currency': 'JPY', 'paymentMethod': 'c'}",
        "amount | {'amount': 1000000.01, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'amount': 1e-999999999, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'amount': 1e999999999, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'amount': '1', 'currency': 'EUR', 'paymentMethod': 'c'}",
        "amount | {'currency': 'EUR', 'paymentMethod': 'c'}",
        "currency | {'amount': 1, 'currency': 'eur', 'paymentMethod': 'c'}",
        "currency | {'amount': 1, 'currency': 'XXX', 'paymentMethod': 'c'}",
        "currency | {'amount': 1, 'paymentMethod': 'c'}",
        "paymentMethod | {'amount': 1, 'currency': 'EUR', 'paymentMethod': ' '}",
        "paymentMethod | {'amount': 1, 'currency': 'EUR'}",
        "reference | {'amount': 1, 'currency': 'EUR', 'paymentMethod': 'c', 'reference': 1}",
        "tip | {'amount': 1, 'currency': 'EUR', 'paymentMethod': 'c', 'tip': 1}",
        "`` | [1]",
        "`` | {'amount': 1, 'amount': 2, 'currency': 'EUR', 'paymentMethod': 'c'}",
        "`` | {'amount': 1",
      })
  @DisplayName("what is not valid is refused with the field, charges nothing and takes no key")
  void invalid(String field, String body) throws IOException {
    HttpResponse<String> refused =
        service.exchange(service.post("payments", "k", body.replace('\'', '"')));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = TestService.json(refused);
    assertThat(problem.path("type").textValue()).endsWith("#invalid-payment");
    assertThat(problem.path("errors")).hasSize(1);
    assertThat(problem.path("errors").path(0).path("field").textValue()).isEqualTo(field);
    assertThat(service.gateway().summary().requests()).isZero();
    assertThat(service.pay("k", "order-1").statusCode()).isEqualTo(201);
  }

  @Test
  @DisplayName("a request that is lost charges nothing, a reply that is lost nothing more")
  void lost() throws IOException {
    service.order(FrontFault.REQUEST_LOST);
    assertThatThrownBy(() -> service.pay("k", "order-1")).isInstanceOf(IOException.class);
    assertThat(service.charges()).isEmpty();
    service.order(FrontFault.REPLY_LOST);
    assertThatThrownBy(() -> service.pay("k", "order-1")).isInstanceOf(IOException.class);
    assertThat(service.charges()).hasSize(1);
    HttpResponse<String> replayed = service.pay("k", "order-1");
    assertThat(TestService.replayed(replayed)).isTrue();
    assertThat(service.charges()).hasSize(1);
  }

  @Test
  @DisplayName("a fault that nobody knows is refused with those that there are")
  void unknownFault() throws IOException {
    HttpResponse<String> refused =
        service.exchange(
            service.request("faults?next=x").POST(HttpRequest.BodyPublishers.noBody()).build());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("request-lost, reply-lost");
  }

  private JsonNode status() throws IOException {
    return TestService.json(service.get("status")).path("live");
  }
}
