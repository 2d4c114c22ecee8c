package io.github.semel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real server that fails as it is told; waits take no time but the clock's. */
@Timeout(20)
class IdempotentClientTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CUT = "cut";
  private static final String HANG = "hang";
  private static final String STALL = "stall";

  private final LinkedBlockingQueue<String> faults = new LinkedBlockingQueue<>();
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong nanos = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private HttpServer server;

  private final CallListener listener =
      new CallListener() {
        @Override
        public void retrying(HttpRequest request, int attempt, String outcome, Duration wait) {
          heard.add(attempt + ": " + outcome.replaceAll(":.*", "") + ", " + wait.toMillis());
        }

        @Override
        public void ended(HttpRequest request, int attempts, String outcome, Reason reason) {
          heard.add(attempts + ": " + reason);
        }

        @Override
        public void refused(HttpRequest request, int attempt) {
          heard.add(attempt + ": refused");
        }
      };

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    over.complete(null);
    server.stop(0);
    threads.shutdownNow();
  }

  /** Does the next fault: cut, hang, stall, or a status with a Retry-After behind it; then 201. */
  private void handle(HttpExchange exchange) throws IOException {
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
    exchange.getRequestBody().readAllBytes();
    String fault = faults.poll();
    if (CUT.equals(fault)) {
      throw new IOException("cut");
    }
    if (HANG.equals(fault)) {
      over.join();
    }
    if (STALL.equals(fault)) {
      exchange.sendResponseHeaders(201, 10);
      exchange.getResponseBody().write(1);
      exchange.getResponseBody().flush();
      over.join();
      return;
    }
    String[] parts = fault == null ? new String[] {"201"} : fault.split(" ", 2);
    if (parts.length > 1) {
      exchange.getResponseHeaders().set("Retry-After", parts[1]);
    }
    exchange.sendResponseHeaders(Integer.parseInt(parts[0].replace(HANG, "201")), -1);
    exchange.close();
  }

  private IdempotentClientBuilder client() {
    return IdempotentClient.builder(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build())
        .backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ZERO))
        .throttledBackoff(Backoff.fixed(Duration.ofSeconds(1)))
        .listener(listener)
        .random(new Random(1))
        .time(
            () -> NOW.plusNanos(nanos.get()),
            nanos::get,
            wait -> {
              nanos.addAndGet(wait.toNanos());
              return CompletableFuture.completedFuture(null);
            });
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/pay"));
  }

  private HttpRequest post() {
    return request().POST(HttpRequest.BodyPublishers.ofString("{}")).build();
  }

  private static int status(IdempotentClient client, HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  @DisplayName("one key a call, the same over all its attempts, another for another call")
  void keys() throws Exception {
    faults.addAll(List.of("503", CUT));
    IdempotentClient client = client().build();
    assertThat(status(client, post())).isEqualTo(201);
    assertThat(status(client, post())).isEqualTo(201);
    assertThat(keys).hasSize(4);
    assertThat(keys.subList(0, 3)).containsOnly(keys.get(0));
    assertThat(keys.get(0)).matches("\"[0-9a-f-]{36}\"");
    assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
    assertThat(heard)
        .containsExactly(
            "1: status 503, 100", "2: java.io.IOException, 200", "3: FINAL", "1: FINAL");
  }

  @Test
  @DisplayName("a key that the request has is left alone; idempotent methods need none")
  void givenKeys() throws Exception {
    faults.add("500");
    assertThat(
            status(
                client().build(),
                request()
                    .header("Idempotency-Key", "k")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build()))
        .isEqualTo(201);
    assertThat(keys).containsExactly("k", "k");
    faults.add("500");
    assertThat(status(client().build(), request().GET().build())).isEqualTo(201);
    assertThat(keys.subList(2, 4)).containsOnly("null");
  }

  @Test
  @DisplayName("an unsafe method without a key is never sent twice")
  void noKey() throws Exception {
    faults.addAll(List.of("503", CUT));
    IdempotentClient client = client().withoutKeys().build();
    assertThat(status(client, post())).isEqualTo(503);
    assertThatThrownBy(() -> status(client, post())).isInstanceOf(IOException.class);
    assertThat(keys).containsExactly("null", "null");
    assertThat(heard).containsExactly("1: NO_KEY", "1: NO_KEY");
  }

  @Test
  @DisplayName("which statuses are tried again, and which are answers")
  void statuses() throws Exception {
    for (String again : List.of("408", "425", "429", "409 1", "500", "502", "503", "504")) {
      faults.add(again);
      assertThat(status(client().build(), post())).as(again).isEqualTo(201);
    }
    for (String answer : List.of("400", "401", "404", "409", "422", "302")) {
      faults.add(answer);
      assertThat(status(client().build(), post())).isEqualTo(Integer.parseInt(answer));
    }
  }

  @Test
  @DisplayName("three retries, and the call ends as its last attempt did")
  void retriesEnd() throws Exception {
    faults.addAll(List.of("500", "501", "502", "503", "504"));
    assertThat(status(client().build(), post())).isEqualTo(503);
    assertThat(heard)
        .containsExactly(
            "1: status 500, 100", "2: status 501, 200", "3: status 502, 400", "4: NO_RETRIES_LEFT");
  }

  @Test
  @DisplayName("a 429 waits longer, and a server that says for how long is obeyed, in both forms")
  void retryAfter() throws Exception {
    faults.addAll(List.of("429", "503 7", "503 Thu, 01 Jan 2026 00:00:30 GMT"));
    assertThat(status(client().build(), post())).isEqualTo(201);
    assertThat(heard)
        .containsExactly(
            "1: status 429, 1000", "2: status 503, 7000", "3: status 503, 22000", "4: FINAL");
  }

  @Test
  @DisplayName("no attempt begins after the deadline")
  void deadline() throws Exception {
    faults.addAll(List.of("503 4", "503 6"));
    assertThat(status(client().deadline(Duration.ofSeconds(10)).build(), post())).isEqualTo(503);
    assertThat(heard).containsExactly("1: status 503, 4000", "2: DEADLINE");
  }

  @Test
  @DisplayName("an attempt that hangs ends in time, and is tried again")
  void hangs() throws Exception {
    faults.add(HANG);
    HttpRequest request =
        request().timeout(Duration.ofMillis(200)).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(status(client().build(), request)).isEqualTo(201);
    assertThat(heard.get(0)).startsWith("1: " + HttpTimeoutException.class.getName());
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }

  @Test
  @DisplayName("calls share a budget, so that a fleet does not storm")
  void budget() throws Exception {
    IdempotentClient client = client().budget(RetryBudget.of(0, 2)).withoutBreaker().build();
    faults.addAll(Collections.nCopies(20, "503"));
    assertThat(status(client, post())).isEqualTo(503);
    assertThat(status(client, post())).isEqualTo(503);
    assertThat(keys).hasSize(4);
    assertThat(heard).contains("3: NO_BUDGET", "1: NO_BUDGET");
  }

  @Test
  @DisplayName("a breaker that is open sends nothing, and closes when the server is well again")
  void breaker() throws Exception {
    CircuitBreaker breaker = new CircuitBreaker(2, 1, Duration.ofSeconds(10), 1, nanos::get);
    IdempotentClient client = client().breaker(breaker).build();
    faults.addAll(List.of("500", "500"));
    assertThatThrownBy(() -> status(client, post())).isInstanceOf(CircuitOpenException.class);
    assertThat(keys).hasSize(2);
    assertThat(heard).endsWith("3: refused");
    assertThatThrownBy(() -> status(client, post())).isInstanceOf(CircuitOpenException.class);
    assertThat(keys).hasSize(2);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(status(client, post())).isEqualTo(201);
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  @DisplayName("a response that stops in the middle of its body ends with the deadline")
  void stalls() {
    faults.add(STALL);
    IdempotentClient client =
        IdempotentClient.builder(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build())
            .deadline(Duration.ofMillis(500))
            .build();
    assertThatThrownBy(() -> status(client, post())).isInstanceOf(HttpTimeoutException.class);
    assertThat(keys).hasSize(1);
  }

  @Test
  @DisplayName("a rule that throws ends the call with that")
  void rulesThrow() {
    IllegalStateException broken = new IllegalStateException("of the user's");
    faults.add("503");
    IdempotentClient inBackoff =
        client()
            .backoff(
                (retry, previous, random) -> {
                  throw broken;
                })
            .build();
    assertThatThrownBy(() -> status(inBackoff, post())).isSameAs(broken);
    faults.add("503");
    IdempotentClient inPause =
        client()
            .time(
                () -> NOW,
                nanos::get,
                wait -> {
                  throw broken;
                })
            .build();
    assertThatThrownBy(() -> status(inPause, post())).isSameAs(broken);
  }

  @Test
  @DisplayName("a call that is cancelled while it waits is not tried again")
  void cancelled() throws Exception {
    CompletableFuture<Void> waited = new CompletableFuture<>();
    CompletableFuture<Duration> waiting = new CompletableFuture<>();
    faults.add("503");
    CompletableFuture<HttpResponse<Void>> answer =
        client()
            .time(
                () -> NOW,
                nanos::get,
                wait -> {
                  waiting.complete(wait);
                  return waited;
                })
            .build()
            .sendAsync(post(), HttpResponse.BodyHandlers.discarding());
    assertThat(waiting.get()).hasMillis(100);
    answer.cancel(true);
    waited.complete(null);
    assertThat(keys).hasSize(1);
  }
}
