package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only handlers of the JDK's server do: end a response without closing it. */
@Timeout(20)
class JdkExchangeTest {

  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final IdempotencyStore store = ConcurrentHashMapStore.create();
  private final HttpIdempotency idempotency =
      HttpIdempotency.builder(store).waitFor(Duration.ZERO).build();
  private TestServer server;

  private void serve(HttpHandler handler) {
    server =
        new JdkTestServer(
            new TestServer.Setup(
                idempotency,
                exchange -> {
                  runs.incrementAndGet();
                  handler.handle(((JdkTestServer.Exchange) exchange).exchange());
                },
                threads));
  }

  @AfterEach
  void close() {
    server.close();
    idempotency.close();
    store.close();
    threads.shutdownNow();
  }

  private HttpResponse<String> post() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/guarded/pay");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Idempotency-Key", "k");
    request.header(TestServer.USER, "alice").timeout(Duration.ofSeconds(5));
    return FilterTest.send(request.POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  @DisplayName("a status without a body ends the response, whatever length goes with it")
  void bodyless(int status) throws Exception {
    serve(exchange -> exchange.sendResponseHeaders(status, 0));
    FilterTest.assertFirst(post(), status, "");
    FilterTest.assertReplay(post(), status, "");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a body that is written to its end ends the response, also on a thread of its own")
  void writtenToItsEnd() throws Exception {
    serve(
        exchange ->
            threads.execute(
                () -> {
                  try {
                    writeTwice(exchange);
                  } catch (IOException | InterruptedException e) {
                    exchange.close();
                  }
                }));
    FilterTest.assertFirst(post(), 201, "done");
    FilterTest.assertReplay(post(), 201, "done");
    assertThat(runs).hasValue(1);
  }

  private static void writeTwice(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(201, 4);
    exchange.getResponseBody().write("do".getBytes(StandardCharsets.UTF_8));
    // The handler has returned by then, as a rule.
    Thread.sleep(50);
    exchange.getResponseBody().write("ne".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }
}
