package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.executor.InDoubtHandling;
import io.github.semel.executor.OutagePolicy;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Requests that meet, stores that fail, clients that go, handlers that end elsewhere. */
class RaceTest extends FilterTest {

  private final CountDownLatch began = new CountDownLatch(1);
  private final CompletableFuture<Void> mayEnd = new CompletableFuture<>();

  /** A handler that is under way until the test lets it end. */
  private void slow(TestExchange exchange) throws IOException {
    String run = "run " + runs.get();
    began.countDown();
    mayEnd.join();
    exchange.respond(201, run);
  }

  private void awaitBegun() throws InterruptedException {
    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("a duplicate waits for the first and gets its response")
  void waits() throws Exception {
    serve(options -> options.waitFor(Duration.ofMinutes(1)), this::slow);
    CompletableFuture<HttpResponse<String>> first = sendAsync(post("k", ""));
    awaitBegun();
    List<CompletableFuture<HttpResponse<String>>> duplicates = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      duplicates.add(sendAsync(post("k", "")));
    }
    mayEnd.complete(null);
    assertFirst(first.get(), 201, "run 1");
    for (CompletableFuture<HttpResponse<String>> duplicate : duplicates) {
      assertReplay(duplicate.get(), 201, "run 1");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a duplicate that has waited long enough is told 409, and when to come back")
  void inProgress() throws Exception {
    serve(options -> options.waitFor(Duration.ZERO), this::slow);
    CompletableFuture<HttpResponse<String>> first = sendAsync(post("k", ""));
    awaitBegun();
    HttpResponse<String> refused = send("k", "");
    assertProblem(refused, ProblemKind.IN_PROGRESS);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(refused.headers().firstValue("Idempotency-Key")).hasValue("k");
    mayEnd.complete(null);
    assertFirst(first.get(), 201, "run 1");
    assertReplay(send("k", ""), 201, "run 1");
  }

  @Test
  @DisplayName("unless told otherwise a duplicate waits a second")
  void waitsASecond() throws Exception {
    serve(options -> options, this::slow);
    sendAsync(post("k", ""));
    awaitBegun();
    long before = System.nanoTime();
    assertProblem(send("k", ""), ProblemKind.IN_PROGRESS);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(1_000_000_000L);
    mayEnd.complete(null);
  }

  @Test
  @DisplayName("many at once: one is executed")
  void stampede() throws Exception {
    serve(options -> options.waitFor(Duration.ofMinutes(1)), this::counted);
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(sendAsync(post("k" + i % 4, "")));
    }
    for (CompletableFuture<HttpResponse<String>> one : all) {
      assertThat(one.get().statusCode()).isEqualTo(201);
    }
    assertThat(runs).hasValue(4);
  }

  @Test
  @DisplayName("store out of reach: 503, and nothing is executed")
  void storeDown() throws Exception {
    serve(options -> options, this::counted);
    switched.down.set(true);
    HttpResponse<String> refused = send("k", "");
    assertProblem(refused, ProblemKind.STORE_UNAVAILABLE);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(runs).hasValue(0);
    switched.down.set(false);
    assertFirst(send("k", ""), 201, "run 1");
  }

  @Test
  @DisplayName("store out of reach: executed unprotected, where that was chosen by name")
  void unprotected() throws Exception {
    List<Boolean> unprotected = new ArrayList<>();
    serve(
        options -> options.outage(OutagePolicy.RUN_UNPROTECTED),
        exchange -> {
          unprotected.add(exchange.execution().orElseThrow().unprotected());
          counted(exchange);
        });
    switched.down.set(true);
    assertFirst(send("k", ""), 201, "run 1");
    assertFirst(send("k", ""), 201, "run 2");
    assertThat(unprotected).containsExactly(true, true);
  }

  @Test
  @DisplayName("store full: 503 of its own kind, and nothing is executed")
  void storeFull() throws Exception {
    serve(
        ConcurrentHashMapStore.builder().clock(clock).maxEntries(1).build(),
        options -> options,
        this::counted);
    assertFirst(send("a", ""), 201, "run 1");
    assertProblem(send("b", ""), ProblemKind.STORE_FULL);
    assertReplay(send("a", ""), 201, "run 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a holder that was taken over answers with the doubt, not with its own response")
  void supersededByDoubt() throws Exception {
    serve(options -> options, this::slow);
    CompletableFuture<HttpResponse<String>> first = sendAsync(post("k", ""));
    awaitBegun();
    clock.advance(Duration.ofMinutes(1));
    assertProblem(send("k", ""), ProblemKind.IN_DOUBT);
    mayEnd.complete(null);
    assertProblem(first.get(), ProblemKind.IN_DOUBT);
  }

  @Test
  @DisplayName("a holder that was taken over answers with the winner's response")
  void supersededByResponse() throws Exception {
    serve(
        options -> options.inDoubt(InDoubtHandling.rerun()),
        exchange -> {
          if (runs.get() == 1) {
            exchange.setHeader("X-Loser", "yes");
            slow(exchange);
          } else {
            counted(exchange);
          }
        });
    CompletableFuture<HttpResponse<String>> first = sendAsync(post("k", ""));
    awaitBegun();
    clock.advance(Duration.ofMinutes(1));
    assertFirst(send("k", ""), 201, "run 2");
    mayEnd.complete(null);
    assertReplay(first.get(), 201, "run 2");
    assertThat(first.get().headers().map()).doesNotContainKey("X-Loser");
    assertThat(first.get().headers().firstValue("Idempotency-Key")).hasValue("k");
    assertThat(first.get().headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
  }

  @Test
  @DisplayName("what a resolver finds downstream is the response")
  void resolved() throws Exception {
    StoredResponse found = StoredResponse.of(201, java.util.Map.of("Location", "/1"), new byte[0]);
    serve(
        options ->
            options.inDoubt(
                InDoubtHandling.ask(ticket -> InDoubtHandling.Resolution.tookEffect(found))),
        this::slow);
    sendAsync(post("k", ""));
    awaitBegun();
    clock.advance(Duration.ofMinutes(1));
    HttpResponse<String> answer = send("k", "");
    assertReplay(answer, 201, "");
    assertThat(answer.headers().firstValue("Location")).hasValue("/1");
    mayEnd.complete(null);
  }

  @Test
  @DisplayName("a resolver that cannot tell: 409 in doubt, to be tried again")
  void unresolved() throws Exception {
    serve(
        options ->
            options.inDoubt(
                InDoubtHandling.ask(
                    ticket -> {
                      throw new IOException("downstream does not answer");
                    })),
        this::slow);
    sendAsync(post("k", ""));
    awaitBegun();
    clock.advance(Duration.ofMinutes(1));
    HttpResponse<String> refused = send("k", "");
    assertProblem(refused, ProblemKind.IN_DOUBT);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    mayEnd.complete(null);
  }

  @Test
  @DisplayName("a handler may end on another thread; its response is recorded before it is sent")
  void asynchronous() throws Exception {
    CompletableFuture<Void> returned = new CompletableFuture<>();
    serve(
        options -> options.waitFor(Duration.ofMinutes(1)),
        exchange -> {
          exchange.later(
              rest -> {
                returned.join();
                slow(rest);
              });
          returned.complete(null);
        });
    CompletableFuture<HttpResponse<String>> first = sendAsync(post("k", ""));
    awaitBegun();
    CompletableFuture<HttpResponse<String>> duplicate = sendAsync(post("k", ""));
    assertThat(first).isNotDone();
    mayEnd.complete(null);
    assertFirst(first.get(), 201, "run 1");
    assertReplay(duplicate.get(), 201, "run 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("an asynchronous handler's status releases too, and its oversized body is omitted")
  void asynchronousOtherwise() throws Exception {
    serve(
        options -> options.maxStoredBytes(10),
        exchange ->
            exchange.later(
                rest -> {
                  boolean small = runs.get() == 1;
                  rest.respond(small ? 503 : 200, small ? "busy" : "more than ten");
                }));
    assertFirst(send("k", ""), 503, "busy");
    assertFirst(send("k", ""), 200, "more than ten");
    assertThat(send("k", "").body()).contains("\"originalStatus\":200");
    assertThat(runs).hasValue(2);
  }

  @Test
  @DisplayName(
      "a client that goes in the middle of the work: the work is recorded, a retry gets it")
  void clientGoes() throws Exception {
    serve(options -> options.waitFor(Duration.ofMinutes(1)), this::slow);
    try (RawClient client = new RawClient(port())) {
      client.send(raw("k", 2, "{}"));
      awaitBegun();
    }
    mayEnd.complete(null);
    assertReplay(send("k", "{}"), 201, "run 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName(
      "a client that goes in the middle of an oversized response: it is not executed again")
  void clientGoesWhileStreaming() throws Exception {
    String large = "x".repeat(8_000_000);
    serve(
        options -> options.waitFor(Duration.ofMinutes(1)),
        exchange -> exchange.respond(200, large));
    try (RawClient client = new RawClient(port())) {
      client.send(raw("k", 0, ""));
      assertThat(client.readLine()).startsWith("HTTP/1.1 200");
    }
    assertThat(send("k", "").body()).contains("#response-not-stored");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a request that is cut off claims nothing")
  void requestCut() throws Exception {
    serve(options -> options, this::counted);
    try (RawClient client = new RawClient(port())) {
      client.send(raw("k", 10, "12345"));
    }
    assertFirst(send("k", "1234567890"), 201, "run 1");
    try (RawClient client = new RawClient(port())) {
      client.send(raw("c", -1, "5\r\n12345\r\n"));
    }
    assertFirst(send("c", "1234567890"), 201, "run 2");
  }

  /** A request; with a negative length, one in chunks. */
  private static String raw(String key, int length, String body) {
    return "POST /guarded/payments HTTP/1.1\r\nHost: localhost\r\nX-User: alice\r\n"
        + ("Idempotency-Key: " + key + "\r\n")
        + (length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length)
        + "\r\n\r\n"
        + body;
  }

  @Test
  @DisplayName(
      "HttpURLConnection sends a POST again when its connection drops; it is executed once")
  void silentResend() throws Exception {
    serve(options -> options, this::counted);
    try (CuttingProxy proxy = new CuttingProxy(port())) {
      assertThat(post(proxy, "warm up")).isEqualTo("run 1");
      proxy.cutNextResponse();
      assertThat(post(proxy, "pay")).isEqualTo("run 2");
      assertThat(proxy.requests()).as("the library sent the second one twice").isEqualTo(3);
      assertThat(runs).hasValue(2);
    }
  }

  private static String post(CuttingProxy proxy, String key) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + proxy.port() + "/guarded/payments");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty(TestServer.USER, "alice");
    connection.setRequestProperty("Idempotency-Key", '"' + key + '"');
    connection.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
    return new String(connection.getInputStream().readAllBytes());
  }

  @Test
  @DisplayName("closed: refused as if the store were out of reach")
  void closed() throws Exception {
    HttpIdempotency idempotency = HttpIdempotency.over(switched.store);
    try (TestServer server =
        kind.start(new TestServer.Setup(idempotency, this::counted, threads))) {
      idempotency.close();
      HttpRequest.Builder late =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/guarded/x"));
      late.header(TestServer.USER, "alice").header("Idempotency-Key", "k");
      assertProblem(
          send(late.POST(HttpRequest.BodyPublishers.noBody()).build()),
          ProblemKind.STORE_UNAVAILABLE);
    }
  }

  @Test
  @DisplayName("on virtual threads, where the JDK has them, as on others")
  void virtualThreads() throws Exception {
    for (Executor executor : executors()) {
      runs.set(0);
      HttpIdempotency idempotency = HttpIdempotency.over(switched.store);
      String key = newKey();
      try (idempotency;
          TestServer server =
              kind.start(
                  new TestServer.Setup(
                      idempotency,
                      exchange -> {
                        runs.incrementAndGet();
                        exchange.respond(201, Thread.currentThread().toString());
                      },
                      executor))) {
        HttpRequest.Builder one =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/guarded/x"));
        one.header(TestServer.USER, "alice").header("Idempotency-Key", key);
        one.POST(HttpRequest.BodyPublishers.noBody());
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          all.add(sendAsync(one.build()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : all) {
          assertThat(answer.get().statusCode()).isEqualTo(201);
          assertThat(answer.get().body().startsWith("VirtualThread"))
              .isEqualTo(!executor.equals(threads));
        }
      }
      assertThat(runs).hasValue(1);
    }
  }

  private List<Executor> executors() throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      return List.of(threads);
    }
    Object virtual =
        java.util.concurrent.Executors.class
            .getMethod("newVirtualThreadPerTaskExecutor")
            .invoke(null);
    return List.of(threads, (Executor) virtual);
  }
}
