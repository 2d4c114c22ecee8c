package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.semel.example.gateway.GatewayFault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four ways of handling duplicates, each at its endpoint. */
class DuplicatesTest {

  private TestService service;

  @BeforeEach
  void start() throws IOException {
    service = TestService.create();
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  private HttpResponse<String> pay(DuplicateWay way, String reference) throws IOException {
    return service.exchange(
        service
            .request(way.path())
            .POST(HttpRequest.BodyPublishers.ofString(TestService.payment(reference)))
            .build());
  }

  @Test
  @DisplayName("reject: the second is told which payment there is, and since when")
  void reject() throws IOException {
    HttpResponse<String> first = pay(DuplicateWay.REJECT, "cup");
    HttpResponse<String> second = pay(DuplicateWay.REJECT, "saucer");
    assertThat(second.statusCode()).isEqualTo(409);
    JsonNode problem = TestService.json(second);
    assertThat(problem.path("type").textValue()).endsWith("#duplicate-rejected");
    assertThat(problem.path("originalAt").textValue()).isNotEmpty();
    String id = problem.path("paymentId").textValue();
    assertThat(service.get("payments/" + id).body()).isEqualTo(first.body());
  }

  @Test
  @DisplayName("return: the second gets what the first got")
  void returns() throws IOException {
    HttpResponse<String> first = pay(DuplicateWay.RETURN, "cup");
    HttpResponse<String> second = pay(DuplicateWay.RETURN, "saucer");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(TestService.replayed(first)).isFalse();
    assertThat(TestService.replayed(second)).isTrue();
  }

  @Test
  @DisplayName("a key that no store takes is refused, with an answer")
  void keyTooLong() throws IOException {
    HttpResponse<String> refused =
        service.exchange(
            service.post(
                DuplicateWay.RETURN.path(), "k".repeat(1_100), TestService.payment("cup")));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(TestService.json(refused).path("type").textValue()).endsWith("#key-malformed");
  }

  @Test
  @DisplayName("merge: the second's reference is added, and added once")
  void merge() throws IOException {
    pay(DuplicateWay.MERGE, "cup");
    pay(DuplicateWay.MERGE, "saucer");
    HttpResponse<String> third = pay(DuplicateWay.MERGE, "saucer");
    JsonNode payment = TestService.json(third);
    assertThat(payment.path("references").toString()).isEqualTo("[\"cup\",\"saucer\"]");
    String id = payment.path("paymentId").textValue();
    assertThat(service.get("payments/" + id).body()).isEqualTo(third.body());
  }

  @Test
  @DisplayName("flag: the second gets what the first got, and the pair is there to be reviewed")
  void flag() throws IOException {
    HttpResponse<String> first = pay(DuplicateWay.FLAG, "cup");
    assertThat(service.get("reviews").body()).isEqualTo("[]");
    assertThat(pay(DuplicateWay.FLAG, "saucer").body()).isEqualTo(first.body());
    JsonNode reviews = TestService.json(service.get("reviews"));
    assertThat(reviews).hasSize(1);
    assertThat(reviews.path(0).path("reference").textValue()).isEqualTo("saucer");
    assertThat(reviews.path(0).path("original").textValue()).isEqualTo("completed");
    assertThat(reviews.path(0).path("paymentId").textValue())
        .isEqualTo(TestService.json(first).path("paymentId").textValue());
    HttpRequest other =
        HttpRequest.newBuilder(service.address().resolve("reviews"))
            .header("Authorization", TestService.basic("other", "word"))
            .build();
    assertThat(service.exchange(other).body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @EnumSource(DuplicateWay.class)
  @DisplayName("every way charges once, and another payment is another charge")
  void chargesOnce(DuplicateWay way) throws IOException {
    pay(way, "cup");
    pay(way, "saucer");
    assertThat(service.charges()).hasSize(1);
    String other = TestService.payment("cup").replace("12.50", "12.51");
    service.exchange(
        service.request(way.path()).POST(HttpRequest.BodyPublishers.ofString(other)).build());
    assertThat(service.charges()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(DuplicateWay.class)
  @DisplayName("in every way a doubt is settled by asking the gateway")
  void inDoubt(DuplicateWay way) throws IOException {
    service.order(GatewayFault.REPLY_LOST);
    assertThat(pay(way, "cup").statusCode()).isEqualTo(504);
    HttpResponse<String> found = pay(way, "cup");
    assertThat(found.statusCode()).isEqualTo(201);
    assertThat(service.charges()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(DuplicateWay.class)
  @DisplayName("in every way a key names the payment, and no other one")
  void keys(DuplicateWay way) throws IOException {
    String cup = TestService.payment("cup");
    assertThat(service.exchange(service.post(way.path(), "1", cup)).statusCode()).isEqualTo(201);
    assertThat(service.exchange(service.post(way.path(), "2", cup)).statusCode()).isEqualTo(201);
    String other = cup.replace("12.50", "12.51");
    HttpResponse<String> reused = service.exchange(service.post(way.path(), "1", other));
    assertThat(reused.statusCode()).isEqualTo(422);
    assertThat(service.charges()).hasSize(2);
  }
}
