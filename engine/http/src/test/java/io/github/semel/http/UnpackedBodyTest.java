package io.github.semel.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.http.jdk.IdempotentHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body that was unpacked before, under the length of the packed one,")
class UnpackedBodyTest {

  private static final int LIMIT = 1_000;

  @Test
  @DisplayName("reaches the handler whole, and is refused above the limit")
  void whole() throws Exception {
    assertThat(post("x".repeat(LIMIT)).body()).isEqualTo("x".repeat(LIMIT));
    assertThat(post("x".repeat(LIMIT + 1)).statusCode()).isEqualTo(413);
  }

  private static HttpResponse<String> post(String unpacked) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (IdempotencyStore store = ConcurrentHashMapStore.create();
        HttpIdempotency idempotency =
            HttpIdempotency.builder(store)
                .scope(CallerScope.header("X-Tenant"))
                .maxRequestBytes(LIMIT)
                .build()) {
      server
          .createContext("/", new IdempotentHandler(idempotency, UnpackedBodyTest::echo))
          .getFilters()
          .add(new Unpacking(unpacked));
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Idempotency-Key", "\"k\"")
              .header("X-Tenant", "shop")
              .POST(HttpRequest.BodyPublishers.ofString("packed"))
              .build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    } finally {
      server.stop(0);
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** As one that unpacks gzip does. */
  private static final class Unpacking extends Filter {

    private final String unpacked;

    Unpacking(String unpacked) {
      this.unpacked = unpacked;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      exchange.getRequestBody().readAllBytes();
      exchange.setStreams(new ByteArrayInputStream(unpacked.getBytes(UTF_8)), null);
      chain.doFilter(exchange);
    }

    @Override
    public String description() {
      return "unpacks";
    }
  }
}
