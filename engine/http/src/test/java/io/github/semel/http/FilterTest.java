package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with the filter, a store under a clock that the test moves, and a client. */
@ParameterizedClass
@EnumSource
@Timeout(20)
abstract class FilterTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Parameter TestServer.Kind kind;

  final ManualClock clock = new ManualClock();
  final SwitchedStore switched =
      new SwitchedStore(ConcurrentHashMapStore.builder().clock(clock).maxEntries(1_000).build());
  final AtomicInteger runs = new AtomicInteger();
  final ExecutorService threads = Executors.newCachedThreadPool();

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestServer server;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    threads.shutdownNow();
  }

  /** Starts the server; each run of the handler is counted. */
  void serve(UnaryOperator<HttpIdempotencyBuilder> options, TestExchange.Handler handler) {
    serve(switched.store, options, handler);
  }

  void serve(
      IdempotencyStore over,
      UnaryOperator<HttpIdempotencyBuilder> options,
      TestExchange.Handler handler) {
    HttpIdempotency idempotency = options.apply(HttpIdempotency.builder(over)).build();
    server =
        kind.start(
            new TestServer.Setup(
                idempotency,
                exchange -> {
                  runs.incrementAndGet();
                  handler.handle(exchange);
                },
                threads));
    opened.add(server);
    opened.add(idempotency);
  }

  /** A handler that says which run it is. */
  void counted(TestExchange exchange) throws IOException {
    exchange.setHeader("Content-Type", "text/plain");
    exchange.respond(201, "run " + runs.get());
  }

  int port() {
    return server.port();
  }

  static String newKey() {
    return UUID.randomUUID().toString();
  }

  HttpRequest.Builder request() {
    return to("/guarded/payments").header(TestServer.USER, "alice");
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpRequest post(String key, String body) {
    return request()
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> send(String key, String body) throws Exception {
    return send(post(key, body));
  }

  static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  static void assertProblem(HttpResponse<String> response, ProblemKind problem) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(problem.status());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .contains("/README.md#" + problem.slug() + "\"")
        .contains("\"title\":\"" + problem.title())
        .contains("\"status\":" + problem.status());
  }

  static void assertReplay(HttpResponse<String> response, int status, String body) {
    assertThat(response.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
  }

  static void assertFirst(HttpResponse<String> response, int status, String body) {
    assertThat(response.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
  }
}
