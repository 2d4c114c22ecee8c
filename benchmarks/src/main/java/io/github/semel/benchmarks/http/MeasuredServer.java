package io.github.semel.benchmarks.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.http.CallerScope;
import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.jdk.IdempotentHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** A server whose handler does nothing, with as many kept-alive connections as are asked for. */
final class MeasuredServer implements AutoCloseable {

  private static final byte[] ANSWER = "{\"status\":\"done\"}".getBytes(StandardCharsets.UTF_8);

  /** Short, so that expiry is part of what is measured and memory is not. */
  private static final Duration TTL = Duration.ofSeconds(5);

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<LoadConnection> connections = new ArrayList<>();

  MeasuredServer(boolean keys, int connectionCount) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newFixedThreadPool(connectionCount);
    server.setExecutor(threads);
    server.createContext("/pay", keys ? guarded(MeasuredServer::handle) : MeasuredServer::handle);
    server.start();
    for (int i = 0; i < connectionCount; i++) {
      connections.add(new LoadConnection(server.getAddress().getPort()));
    }
  }

  private static void handle(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, ANSWER.length);
    exchange.getResponseBody().write(ANSWER);
    exchange.close();
  }

  private HttpHandler guarded(HttpHandler handler) {
    IdempotencyStore store = ConcurrentHashMapStore.create();
    HttpIdempotency idempotency =
        HttpIdempotency.builder(store).ttl(TTL).scope(CallerScope.header("X-Tenant")).build();
    opened.add(idempotency);
    opened.add(store);
    return new IdempotentHandler(idempotency, handler);
  }

  /** Requests a second over all connections, each sending as fast as it is answered. */
  double measure(Duration duration) throws InterruptedException {
    LongAdder answered = new LongAdder();
    LongAdder failed = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    long begun = System.nanoTime();
    for (LoadConnection connection : connections) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  while (!over.get()) {
                    connection.exchange();
                    answered.increment();
                  }
                } catch (IOException e) {
                  failed.increment();
                }
              });
      callers.add(caller);
      caller.start();
    }
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    long count = answered.sum();
    long took = System.nanoTime() - begun;
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    if (failed.sum() > 0) {
      throw new IllegalStateException(failed.sum() + " connections failed");
    }
    return count * 1e9 / took;
  }

  @Override
  public void close() throws Exception {
    for (LoadConnection connection : connections) {
      connection.close();
    }
    server.stop(0);
    threads.shutdown();
    for (AutoCloseable one : opened) {
      one.close();
    }
  }
}
