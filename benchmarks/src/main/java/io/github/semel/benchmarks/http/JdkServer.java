package io.github.semel.benchmarks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.jdk.IdempotentHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The JDK's server. */
final class JdkServer implements RunningServer {

  private final HttpServer server;
  private final ExecutorService executor;

  JdkServer(@Nullable HttpIdempotency idempotency, int threads) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    executor = Executors.newFixedThreadPool(threads);
    server.setExecutor(executor);
    HttpHandler handler = JdkServer::handle;
    server.createContext(
        "/pay", idempotency == null ? handler : new IdempotentHandler(idempotency, handler));
    server.start();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, ANSWER.length);
    exchange.getResponseBody().write(ANSWER);
    exchange.close();
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }
}
