package io.github.semel.benchmarks.http;

import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.http.CallerScope;
import io.github.semel.http.HttpIdempotency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** A server whose handler does nothing, with as many kept-alive connections as are asked for. */
final class MeasuredServer implements AutoCloseable {

  /** Short, so that expiry is part of what is measured and memory is not. */
  private static final Duration TTL = Duration.ofSeconds(5);

  private final RunningServer server;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<LoadConnection> connections = new ArrayList<>();

  MeasuredServer(ServerKind kind, boolean keys, int connectionCount) throws Exception {
    server = kind.start(keys ? idempotency() : null, connectionCount);
    for (int i = 0; i < connectionCount; i++) {
      connections.add(new LoadConnection(server.port()));
    }
  }

  private HttpIdempotency idempotency() {
    IdempotencyStore store = ConcurrentHashMapStore.create();
    HttpIdempotency idempotency =
        HttpIdempotency.builder(store).ttl(TTL).scope(CallerScope.header("X-Tenant")).build();
    opened.add(idempotency);
    opened.add(store);
    return idempotency;
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
    server.close();
    for (AutoCloseable one : opened) {
      one.close();
    }
  }
}
