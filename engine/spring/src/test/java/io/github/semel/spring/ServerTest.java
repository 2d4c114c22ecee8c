package io.github.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootVersion;

/** An application with every default but the wait, over real sockets. */
@Timeout(60)
class ServerTest {

  private static TestApplication application;
  private static Shop shop;
  private static MeterRegistry meters;

  private String key;

  @BeforeAll
  static void start() {
    application =
        TestApplication.start(
            Shop.class,
            "semel.wait-for=0s",
            "management.endpoint.health.show-details=always",
            "semel.label=shop");
    shop = application.context.getBean(Shop.class);
    meters = application.context.getBean(MeterRegistry.class);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    key = "secret-" + test.getTestMethod().orElseThrow().getName();
    shop.charges.set(0);
    shop.observed.clear();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return application.send("POST", path, body, "Idempotency-Key", key);
  }

  private double claims(String outcome) {
    return meters
        .get("idempotency.claims")
        .tag("store", "heap")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  @Test
  @DisplayName("this is the version of Spring Boot that is meant to be tested")
  void version() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("boot.version"));
  }

  @Test
  @DisplayName("a request sent again with its key gets the first response and is not handled")
  void replays() throws Exception {
    HttpResponse<String> first = post("/payments", "a book");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.body()).isEqualTo("{\"number\":1,\"what\":\"a book\"}");
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    HttpResponse<String> second = post("/payments", "a book");
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Location")).contains("/payments/1");
    assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(shop.charges).hasValue(1);
  }

  @Test
  @DisplayName("the same key with another body is refused")
  void otherBody() throws Exception {
    post("/payments", "a book");
    HttpResponse<String> refused = post("/payments", "a house");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("#key-reused");
  }

  @Test
  @DisplayName("a handler with @Idempotent refuses requests without a key, and says what to do")
  void required() throws Exception {
    HttpResponse<String> refused = application.send("POST", "/payments", "a book");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(refused.body())
        .contains("engine/http/README.md#key-missing", "\"status\":400", "Idempotency-Key");
    assertThat(shop.charges).hasValue(0);
  }

  @Test
  @DisplayName("of a controller with @Idempotent, the handlers to which keys apply need one")
  void requiredByClass() throws Exception {
    assertThat(application.send("POST", "/orders", "").statusCode()).isEqualTo(400);
    assertThat(application.send("GET", "/orders", "").body()).isEqualTo("[\"1\"]");
    assertThat(post("/orders", "").body()).isEqualTo("ordered");
  }

  @Test
  @DisplayName("other handlers take requests without a key, each time anew")
  void notRequired() throws Exception {
    application.send("POST", "/payments/free", "a");
    assertThat(application.send("POST", "/payments/free", "a").body()).contains("\"number\":2");
    post("/payments/free", "a");
    assertThat(post("/payments/free", "a").body()).contains("\"number\":3");
  }

  @Test
  @DisplayName("a handler's own key goes without the header")
  void ownKey() throws Exception {
    HttpResponse<String> first = application.send("POST", "/payments/by-order?order=7", "");
    assertThat(first.body()).isEqualTo("{\"number\":1,\"what\":\"7\"}");
    assertThat(application.send("POST", "/payments/by-order?order=7", "").body())
        .isEqualTo(first.body());
    assertThat(shop.observed).containsExactly("idempotency.execution[keyValue(scope=by-order)]");
  }

  @Test
  @DisplayName("two users with one key are two callers")
  void principals() throws Exception {
    for (String user : new String[] {"ann", "bob", "ann"}) {
      application.send("POST", "/payments", "b", "Idempotency-Key", key, "X-User", user);
    }
    assertThat(shop.charges).hasValue(2);
  }

  @Test
  @DisplayName("while the first is running, a duplicate is told to come again")
  void inProgress() throws Exception {
    CompletableFuture<HttpResponse<String>> first =
        application.sendAsync("POST", "/payments/slow", "a", "Idempotency-Key", key);
    while (!shop.begun.await(10, TimeUnit.MILLISECONDS)) {
      assertThat(first.thenApply(answer -> answer.statusCode() + answer.body()).getNow(""))
          .isEmpty();
    }
    HttpResponse<String> second = post("/payments/slow", "a");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    shop.end.countDown();
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(post("/payments/slow", "a").body()).isEqualTo(first.get().body());
    assertThat(shop.charges).hasValue(1);
  }

  @Test
  @DisplayName("an asynchronous handler's response is recorded, and observed to its end")
  void asynchronous() throws Exception {
    HttpResponse<String> first = post("/payments/later", "a");
    assertThat(first.body()).isEqualTo("{\"number\":1,\"what\":\"a\"}");
    assertThat(post("/payments/later", "a").body()).isEqualTo(first.body());
    assertThat(shop.observed).containsExactly("idempotency.execution[keyValue(scope=http)]");
  }

  @Test
  @DisplayName("a handler that fails gives the key back")
  void failing() throws Exception {
    assertThat(post("/payments/failing", "a").statusCode()).isEqualTo(500);
    assertThat(post("/payments/failing", "a").statusCode()).isEqualTo(500);
    assertThat(shop.charges).hasValue(2);
  }

  @Test
  @DisplayName("a handler finds its claim, with keys for the calls further down")
  void claim() throws Exception {
    assertThat(post("/payments/downstream", "a").body()).hasSize(36);
  }

  @Test
  @DisplayName("a form is compared, posted or patched, and its handler gets its parameters")
  void form() throws Exception {
    for (String how : new String[] {"POST", "PATCH", "POST read before"}) {
      String method = how.split(" ")[0];
      String[] headers = {
        "Idempotency-Key",
        key + how.replace(' ', '-'),
        "Content-Type",
        "application/x-www-form-urlencoded",
        how.equals("POST read before") ? "X-Csrf" : "X-Other",
        "1"
      };
      HttpResponse<String> first =
          application.send(method, "/payments/form", "what=a+book", headers);
      assertThat(first.body()).contains("\"what\":\"a book\"");
      assertThat(application.send(method, "/payments/form", "what=a+book", headers).body())
          .isEqualTo(first.body());
      assertThat(application.send(method, "/payments/form", "what=house", headers).statusCode())
          .describedAs(how)
          .isEqualTo(422);
    }
  }

  @Test
  @DisplayName("claims, operations and records are metered, and no key is a tag")
  void metered() throws Exception {
    double acquired = claims("acquired");
    double completed = claims("completed");
    double mismatch = claims("mismatch");
    post("/payments", "a");
    post("/payments", "a");
    post("/payments", "b");
    assertThat(claims("acquired") - acquired).isEqualTo(1);
    assertThat(claims("completed") - completed).isEqualTo(1);
    assertThat(claims("mismatch") - mismatch).isEqualTo(1);
    assertThat(
            meters
                .get("idempotency.store.operation")
                .tags("store", "heap", "operation", "complete", "error", "none")
                .timer()
                .count())
        .isPositive();
    assertThat(meters.get("idempotency.records").tag("store", "heap").gauge().value()).isPositive();
    assertThat(meters.get("idempotency.wait").timer().count()).isZero();
    assertThat(meters.getMeters())
        .flatMap(meter -> meter.getId().getTags())
        .map(Tag::getValue)
        .noneMatch(value -> value.contains("secret"));
  }

  @Test
  @DisplayName("every execution is observed once, and no replay is")
  void observed() throws Exception {
    post("/payments", "a");
    post("/payments", "a");
    assertThat(shop.observed).containsExactly("idempotency.execution[keyValue(scope=http)]");
  }

  @Test
  @DisplayName("the health of the application tells of the store")
  void health() throws Exception {
    HttpResponse<String> health = application.send("GET", "/actuator/health", "");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"semel\":", "\"store\":\"heap\"", "\"records\":");
  }
}
