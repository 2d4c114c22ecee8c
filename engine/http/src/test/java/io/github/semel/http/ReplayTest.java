package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is stored of a response, and what a duplicate gets. */
class ReplayTest extends FilterTest {

  @Test
  @DisplayName("a duplicate gets the status, the headers and the body of the first, and a mark")
  void replays() throws Exception {
    serve(
        options -> options,
        exchange -> {
          exchange.setHeader("Content-Type", "application/json");
          exchange.setHeader("Location", "/payments/1");
          exchange.respond(201, "{\"id\":" + runs.get() + ",\"ü\":\"" + exchange.body() + "\"}");
        });
    HttpResponse<String> first = send("k", "15 €");
    assertFirst(first, 201, "{\"id\":1,\"ü\":\"15 €\"}");
    HttpResponse<String> again = send("k", "15 €");
    assertReplay(again, 201, first.body());
    assertThat(again.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(again.headers().firstValue("Location")).hasValue("/payments/1");
    assertThat(again.headers().firstValue("Idempotency-Key")).hasValue("k");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("the mark's name is the user's to choose")
  void markOfChoice() throws Exception {
    serve(options -> options.replayedHeader("X-Replay"), this::counted);
    send("k", "");
    assertThat(send("k", "").headers().firstValue("X-Replay")).hasValue("true");
  }

  @Test
  @DisplayName("a response without a body is replayed without one")
  void noBody() throws Exception {
    serve(options -> options, exchange -> exchange.respond(204, ""));
    assertFirst(send("k", ""), 204, "");
    assertReplay(send("k", ""), 204, "");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("what is over is over: after its time a key is new")
  void expires() throws Exception {
    serve(options -> options.ttl(Duration.ofHours(1)), this::counted);
    send("k", "");
    clock.advance(Duration.ofHours(1).minusNanos(1_000));
    assertReplay(send("k", ""), 201, "run 1");
    clock.advance(Duration.ofNanos(1_000));
    assertFirst(send("k", ""), 201, "run 2");
  }

  @Test
  @DisplayName("cookies, credentials and what belongs to a connection are never replayed")
  void neverKept() throws Exception {
    serve(
        options -> options.storedHeaders("Content-Type", "X-Kept", "X-Hop"),
        exchange -> {
          exchange.setHeader("Set-Cookie", "session=alice");
          exchange.setHeader("Authorization", "secret");
          exchange.setHeader("X-Other", "not listed");
          exchange.setHeader("X-Hop", "named by Connection");
          exchange.setHeader("Connection", "X-Hop");
          exchange.addHeader("X-Kept", "1");
          exchange.addHeader("X-Kept", "2");
          exchange.respond(200, "done");
        });
    HttpResponse<String> first = send("k", "");
    assertThat(first.headers().firstValue("Set-Cookie")).hasValue("session=alice");
    HttpResponse<String> again = send("k", "");
    assertReplay(again, 200, "done");
    assertThat(again.headers().allValues("X-Kept")).containsExactly("1", "2");
    assertThat(again.headers().map())
        .doesNotContainKeys("set-cookie", "authorization", "x-other", "x-hop");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a header that a filter in front sets is not sent twice because it is recorded")
  void headersFromInFront() throws Exception {
    serve(
        options -> options.storedHeaders("X-Outer", "Content-Language", "Link"),
        exchange -> {
          exchange.setHeader("Content-Language", "de");
          exchange.addHeader("Link", "</1>");
          exchange.addHeader("Link", "</2>");
          exchange.respond(200, "done");
        });
    assertFirst(send("k", ""), 200, "done");
    HttpResponse<String> again = send("k", "");
    assertReplay(again, 200, "done");
    assertThat(again.headers().allValues("X-Outer")).containsExactly("kept");
    assertThat(again.headers().allValues("Content-Language")).containsExactly("de");
    assertThat(again.headers().allValues("Link")).containsExactly("</1>", "</2>");
    assertThat(send("k", "other").headers().allValues("Content-Language")).containsExactly("en");
  }

  @Test
  @DisplayName("final statuses are replayed; those worth a retry, and errors, give the key back")
  void finalStatuses() throws Exception {
    serve(
        options -> options,
        exchange -> exchange.respond(Integer.parseInt(exchange.body()), "run " + runs.get()));
    for (String status : List.of("200", "202", "302", "400", "401", "404", "422")) {
      runs.set(0);
      assertFirst(send(status, status), Integer.parseInt(status), "run 1");
      assertReplay(send(status, status), Integer.parseInt(status), "run 1");
    }
    for (String status : List.of("408", "409", "425", "429", "500", "502", "503", "504")) {
      runs.set(0);
      assertFirst(send(status, status), Integer.parseInt(status), "run 1");
      assertFirst(send(status, status), Integer.parseInt(status), "run 2");
    }
  }

  @Test
  @DisplayName("which statuses are final is the user's to choose")
  void finalStatusesOfChoice() throws Exception {
    serve(options -> options.finalStatuses(status -> status < 300), e -> e.respond(404, ""));
    send("k", "");
    send("k", "");
    assertThat(runs).hasValue(2);
  }

  @Test
  @DisplayName(
      "a handler that says that its effect took place is not run again, whatever it answers")
  void effectTookPlace() throws Exception {
    serve(
        options -> options,
        exchange -> {
          exchange.execution().orElseThrow().effectTookPlace();
          if (exchange.body().equals("throw")) {
            throw new IllegalStateException("after the effect");
          }
          exchange.respond(502, "run " + runs.get());
        });
    assertFirst(send("k", ""), 502, "run 1");
    assertReplay(send("k", ""), 502, "run 1");
    failing("t", "throw");
    HttpResponse<String> again = send("t", "throw");
    assertProblem(again, ProblemKind.RESPONSE_NOT_STORED);
    assertThat(again.body()).contains("\"originalStatus\":500");
    assertThat(runs).hasValue(2);
  }

  /** A request whose handler fails: the servers answer 500, or close the connection. */
  private void failing(String key, String body) throws Exception {
    try {
      assertThat(send(key, body).statusCode()).isEqualTo(500);
    } catch (IOException e) {
      assertThat(kind).isEqualTo(TestServer.Kind.JDK);
    }
  }

  @Test
  @DisplayName("a handler that fails before any effect gives the key back")
  void failureReleases() throws Exception {
    serve(
        options -> options,
        exchange -> {
          if (runs.get() == 1) {
            throw new IllegalStateException("before any effect");
          }
          counted(exchange);
        });
    failing("k", "");
    assertFirst(send("k", ""), 201, "run 2");
  }

  @Test
  @DisplayName("a handler that fails at the network leaves a doubt, and nobody executes")
  void failureInDoubt() throws Exception {
    serve(
        options -> options,
        exchange -> {
          throw new IOException("the gateway has not answered");
        });
    failing("k", "");
    clock.advance(Duration.ofNanos(1_000));
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> refused = send("k", "");
      assertProblem(refused, ProblemKind.IN_DOUBT);
      assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("an operator settles a doubt with a response")
  void settled() throws Exception {
    serve(
        options -> options,
        exchange -> {
          throw new IOException("the gateway has not answered");
        });
    failing("k", "");
    clock.advance(Duration.ofNanos(1_000));
    send("k", "");
    String key = switched.lastKey.get();
    long fence = switched.store.find(key).orElseThrow().fence();
    Outcome found =
        StoredResponse.of(201, Map.of(), "found".getBytes(StandardCharsets.UTF_8)).toOutcome();
    assertThat(switched.store.amend(key, new RecordVersion(fence, 0), found)).isTrue();
    assertReplay(send("k", ""), 201, "found");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("an oversized response reaches the client whole; its duplicate is told")
  void oversized() throws Exception {
    String large = "x".repeat(100_000);
    serve(
        options -> options.maxStoredBytes(99_999),
        exchange -> {
          exchange.setHeader("Content-Type", "text/plain");
          exchange.setHeader("Location", "/payments/1");
          exchange.respond(201, large);
        });
    assertFirst(send("k", ""), 201, large);
    assertNotStored(send("k", ""), 201);
    assertThat(runs).hasValue(1);
  }

  private static void assertNotStored(HttpResponse<String> again, int original) {
    assertThat(again.statusCode()).isEqualTo(original);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(again.headers().firstValue("Location")).hasValue("/payments/1");
    assertThat(again.body())
        .contains("#response-not-stored")
        .contains("\"originalStatus\":" + original);
  }

  @Test
  @DisplayName("one that is larger than the store takes is omitted too, by its headers if need be")
  void largerThanTheStoreTakes() throws Exception {
    serve(
        ConcurrentHashMapStore.builder().clock(clock).maxOutcomeBytes(1_000).build(),
        options -> options.storedHeaders("X-Large", "Location"),
        exchange -> {
          exchange.setHeader("Location", "/payments/1");
          exchange.setHeader("X-Large", exchange.body());
          exchange.respond(200, "x".repeat(900));
        });
    assertFirst(send("small", "x"), 200, "x".repeat(900));
    assertReplay(send("small", "x"), 200, "x".repeat(900));
    send("large", "x".repeat(200));
    HttpResponse<String> again = send("large", "x".repeat(200));
    assertThat(again.body()).contains("\"title\":\"The request was executed before");
    assertThat(runs).hasValue(2);
  }

  @Test
  @DisplayName("a stream reaches the client as it comes, and its duplicate is told")
  void streamed() throws Exception {
    CompletableFuture<Void> read = new CompletableFuture<>();
    serve(
        options -> options,
        exchange -> {
          exchange.setHeader("Content-Type", "text/event-stream");
          exchange.setHeader("Location", "/payments/1");
          OutputStream out = exchange.begin(200);
          out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          // Goes on only when the client has the first event.
          read.join();
          out.write("data: 2\n\n".getBytes(StandardCharsets.UTF_8));
          out.close();
        });
    try (RawClient client = new RawClient(port())) {
      client.send(raw("k", ""));
      String line = "";
      while (!line.equals("data: 1")) {
        line = client.readLine();
      }
      read.complete(null);
      while (!line.equals("data: 2")) {
        line = client.readLine();
      }
    }
    HttpResponse<String> again = send("k", "");
    assertNotStored(again, 200);
    assertThat(runs).hasValue(1);
  }

  String raw(String key, String body) {
    return "POST /guarded/payments HTTP/1.1\r\nHost: localhost\r\nX-User: alice\r\n"
        + "Idempotency-Key: "
        + key
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  @DisplayName("a response that the handler breaks off is not made again")
  void brokenOff() throws Exception {
    serve(
        options -> options,
        exchange -> {
          exchange.setHeader("Location", "/payments/1");
          OutputStream out = exchange.begin(200);
          out.write("half of i".getBytes(StandardCharsets.UTF_8));
          out.flush();
          throw new IllegalStateException("in the middle");
        });
    failing("k", "");
    assertNotStored(send("k", ""), 200);
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("what is sent with a key a second time must say the same: method, path, query, body")
  void otherPayload() throws Exception {
    serve(options -> options, this::counted);
    send("k", "a");
    assertProblem(send("k", "b"), ProblemKind.KEY_REUSED);
    for (String path : List.of("/guarded/refunds", "/guarded/payments?dry=1")) {
      HttpRequest.Builder other = to(path).header(TestServer.USER, "alice");
      other.header("Idempotency-Key", "k").POST(HttpRequest.BodyPublishers.ofString("a"));
      assertProblem(send(other.build()), ProblemKind.KEY_REUSED);
    }
    HttpRequest.Builder patch = request().header("Idempotency-Key", "k");
    patch.method("PATCH", HttpRequest.BodyPublishers.ofString("a"));
    assertProblem(send(patch.build()), ProblemKind.KEY_REUSED);
    assertReplay(send("k", "a"), 201, "run 1");
  }

  private HttpResponse<String> sendJson(String key, String body) throws Exception {
    HttpRequest.Builder json = request().header("Content-Type", "application/json; charset=utf-8");
    json.header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body));
    return send(json.build());
  }

  @Test
  @DisplayName("canonical JSON: white space, order and spelling say nothing, values do")
  void canonicalJson() throws Exception {
    serve(options -> options.content(RequestContent.canonicalJson()), this::counted);
    sendJson("k", "{\"amount\":10.50,\"to\":[\"bob\"]}");
    assertReplay(sendJson("k", "{ \"to\" : [\"b\\u006fb\"], \"amount\": 1.05e1 }"), 201, "run 1");
    assertProblem(sendJson("k", "{\"amount\":10.51,\"to\":[\"bob\"]}"), ProblemKind.KEY_REUSED);
    assertProblem(send("k", "{\"amount\":10.50,\"to\":[\"bob\"]} "), ProblemKind.KEY_REUSED);
  }

  @Test
  @DisplayName("chosen fields: the others may differ")
  void chosenFields() throws Exception {
    serve(
        options -> options.content(RequestContent.jsonFields("/amount", "/to/0/name")),
        this::counted);
    sendJson("k", "{\"amount\":10,\"to\":[{\"name\":\"bob\"}],\"sentAt\":1}");
    assertReplay(
        sendJson("k", "{\"amount\":10.0,\"to\":[{\"name\":\"bob\"}],\"sentAt\":2}"), 201, "run 1");
    assertProblem(sendJson("k", "{\"amount\":10,\"to\":[{}]}"), ProblemKind.KEY_REUSED);
  }

  @Test
  @DisplayName("a body over the limit is refused, declared or not, and nothing is claimed")
  void bodyLimit() throws Exception {
    serve(options -> options.maxRequestBytes(1_000), this::counted);
    assertProblem(send("k", "x".repeat(1_001)), ProblemKind.BODY_TOO_LARGE);
    HttpRequest.Builder chunked = request().header("Idempotency-Key", "k");
    chunked.POST(
        HttpRequest.BodyPublishers.ofByteArrays(
            List.of("x".repeat(1_001).getBytes(StandardCharsets.UTF_8))));
    assertProblem(send(chunked.build()), ProblemKind.BODY_TOO_LARGE);
    assertThat(switched.lastKey).hasValue(null);
    assertFirst(send("k", "x".repeat(1_000)), 201, "run 1");
  }

  @Test
  @DisplayName("where bodies do not count they stream to the handler, however large")
  void unreadBody() throws Exception {
    serve(
        options -> options.content(RequestContent.nothing()).maxRequestBytes(10),
        exchange -> exchange.respond(200, String.valueOf(exchange.body().length())));
    assertFirst(send("k", "x".repeat(300_000)), 200, "300000");
    assertReplay(send("k", "something else"), 200, "300000");
  }

  @Test
  @DisplayName("multipart bodies are the handler's to read, and do not count")
  void multipart() throws Exception {
    serve(options -> options.maxRequestBytes(10), this::counted);
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (String boundary : List.of("one-boundary", "another-boundary")) {
      HttpRequest.Builder form = request().header("Idempotency-Key", "k");
      form.header("Content-Type", "multipart/form-data; boundary=" + boundary);
      form.POST(HttpRequest.BodyPublishers.ofString("--" + boundary + "--\r\n"));
      answers.add(send(form.build()));
    }
    assertFirst(answers.get(0), 201, "run 1");
    assertReplay(answers.get(1), 201, "run 1");
  }
}
