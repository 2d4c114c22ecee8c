package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How problems are told, and to whom. */
class ErrorTest extends FilterTest {

  @Test
  @DisplayName("problem+json: type, title, status and detail, and nothing but JSON")
  void problemJson() throws Exception {
    serve(options -> options, this::counted);
    send("k", "a");
    HttpResponse<String> refused = send("k", "b");
    assertProblem(refused, ProblemKind.KEY_REUSED);
    assertThat(JsonReader.read(refused.body().getBytes(StandardCharsets.UTF_8)))
        .hasValueSatisfying(
            json -> {
              for (String name : List.of("type", "title", "status", "detail")) {
                assertThat(json.child(name)).isPresent();
              }
            });
    assertThat(refused.headers().firstValue("Content-Language")).hasValue("en");
  }

  @Test
  @DisplayName(
      "stripe's dialect: 400 for another payload, and an error object that its clients parse")
  void stripe() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CompletableFuture<Void> mayEnd = new CompletableFuture<>();
    serve(
        options -> options.errors(ErrorProfile.stripe()).waitFor(Duration.ZERO),
        exchange -> {
          began.countDown();
          mayEnd.join();
          counted(exchange);
        });
    CompletableFuture<HttpResponse<String>> first = sendAsync(post("k", "a"));
    began.await();
    HttpResponse<String> running = send("k", "a");
    assertThat(running.statusCode()).isEqualTo(409);
    assertError(running, "idempotency_error", "idempotency_key_in_use");
    mayEnd.complete(null);
    first.join();
    HttpResponse<String> reused = send("k", "b");
    assertThat(reused.statusCode()).isEqualTo(400);
    assertError(reused, "idempotency_error", "key_reused");
    switched.down.set(true);
    HttpResponse<String> down = send("k", "a");
    assertThat(down.statusCode()).isEqualTo(503);
    assertError(down, "api_error", "store_unavailable");
  }

  private static void assertError(HttpResponse<String> response, String type, String code) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonValue error =
        JsonReader.read(response.body().getBytes(StandardCharsets.UTF_8))
            .flatMap(j -> j.child("error"))
            .orElseThrow();
    assertThat(error.child("type")).hasValue(new JsonValue.Scalar('"' + type + '"'));
    assertThat(error.child("code")).hasValue(new JsonValue.Scalar('"' + code + '"'));
    assertThat(error.child("message")).isPresent();
    assertThat(error.child("doc_url")).isPresent();
  }

  @Test
  @DisplayName("a record that cannot be read is told as such, and nothing is executed")
  void unreadable() throws Exception {
    serve(options -> options, this::counted);
    send("k", "");
    String key = switched.lastKey.get();
    long fence = switched.store.find(key).orElseThrow().fence();
    switched.store.amend(key, new RecordVersion(fence, 0), Outcome.success(new byte[] {99}));
    assertProblem(send("k", ""), ProblemKind.RECORD_UNREADABLE);
    switched.store.amend(key, new RecordVersion(fence, 1), Outcome.failure(new byte[0]));
    assertProblem(send("k", ""), ProblemKind.RECORD_UNREADABLE);
    switched.store.amend(key, new RecordVersion(fence, 2), Outcome.omitted());
    HttpResponse<String> omitted = send("k", "");
    assertProblem(omitted, ProblemKind.RESPONSE_NOT_STORED);
    assertThat(omitted.body()).doesNotContain("originalStatus");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a listener hears of executions, replays and refusals")
  void listener() throws Exception {
    List<String> heard = new ArrayList<>();
    serve(
        options ->
            options.listener(
                new HttpListener() {
                  @Override
                  public void executed(String key, int status, boolean recorded) {
                    heard.add("executed " + status + " " + recorded);
                  }

                  @Override
                  public void replayed(String key, int status) {
                    heard.add("replayed " + status);
                    throw new IllegalStateException("changes nothing");
                  }

                  @Override
                  public void refused(ProblemKind problem, Optional<String> key) {
                    heard.add(problem + " " + key.isPresent());
                  }
                }),
        exchange -> exchange.respond(Integer.parseInt(exchange.body()), ""));
    send("a", "201");
    send("a", "201");
    send("a", "202");
    send("b", "500");
    send(request().POST(HttpRequest.BodyPublishers.noBody()).build());
    assertThat(heard)
        .containsExactly(
            "executed 201 true",
            "replayed 201",
            "KEY_REUSED true",
            "executed 500 false",
            "KEY_MISSING false");
  }
}
