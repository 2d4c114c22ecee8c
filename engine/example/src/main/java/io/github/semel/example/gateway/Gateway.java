package io.github.semel.example.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.example.web.ExactPath;
import io.github.semel.example.web.FaultOrders;
import io.github.semel.example.web.FaultQueue;
import io.github.semel.example.web.Json;
import io.github.semel.example.web.Problems;
import io.github.semel.example.web.Query;
import io.github.semel.example.web.ServerThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The gateway, over HTTP. It does <em>not</em> deduplicate: whoever asks twice is charged twice, so
 * that the number of its charges says what its callers have done. What it charged stays in its
 * record when its process ends. Safe for any thread.
 *
 * <p>{@code POST /charges} charges; {@code GET /charges?key=…} and {@code ?payment=…} say what was
 * charged: 200 with the charge, 404 for nothing, 409 while it is being made; {@code GET /summary}
 * counts; {@code POST /faults?next=…} orders a {@link GatewayFault}.
 */
public final class Gateway implements AutoCloseable {

  /**
   * What it has done.
   *
   * @param requests how often it was asked to charge, since it was started
   * @param charges how often it charged, as its record has it
   * @param declined how often it declined, as its record has it
   * @param lookups how often it was asked what it had done, since it was started
   */
  public record Summary(long requests, long charges, long declined, long lookups) {}

  private final ChargeRecord record;
  private final Duration slowness;
  private final Supplier<Optional<GatewayFault>> faults;
  private final FaultQueue<GatewayFault> ordered = new FaultQueue<>(GatewayFault.class);
  private final HttpServer server;
  private final ExecutorService threads = ServerThreads.create();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong lookups = new AtomicLong();

  // Under its own monitor: how many charges are being made for a key.
  private final Map<String, Integer> underWay = new HashMap<>();

  private Gateway(
      ChargeRecord record,
      HttpServer server,
      Duration slowness,
      Supplier<Optional<GatewayFault>> faults) {
    this.record = record;
    this.server = server;
    this.slowness = slowness;
    this.faults = faults;
  }

  /**
   * Starts a gateway.
   *
   * @param address where it listens; port 0 for any that is free
   * @param file its record, which is made when there is none
   * @param slowness how long a slow charge takes
   * @param faults asked for each charge when nothing is ordered
   */
  public static Gateway start(
      InetSocketAddress address,
      Path file,
      Duration slowness,
      Supplier<Optional<GatewayFault>> faults)
      throws IOException {
    HttpServer server = HttpServer.create(address, 256);
    ChargeRecord record;
    try {
      record = ChargeRecord.open(file);
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
    Gateway gateway = new Gateway(record, server, slowness, faults);
    server.createContext("/charges", new ExactPath("/charges", gateway::charges));
    server.createContext("/summary", new ExactPath("/summary", gateway::summary));
    server.createContext("/faults", new ExactPath("/faults", new FaultOrders(gateway.ordered)));
    server.setExecutor(gateway.threads);
    server.start();
    return gateway;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Its record, in order. */
  public List<Charge> charges() {
    return record.all();
  }

  /** How many charges are being made now. */
  public int underWay() {
    synchronized (underWay) {
      return underWay.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** What it has done. */
  public Summary summary() {
    List<Charge> all = record.all();
    long approved = all.stream().filter(Charge::approved).count();
    return new Summary(requests.get(), approved, all.size() - approved, lookups.get());
  }

  /** The faults that are ordered. */
  public FaultQueue<GatewayFault> faults() {
    return ordered;
  }

  private void charges(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> find(exchange);
      case "POST" -> charge(exchange);
      default -> Problems.notFound(exchange);
    }
  }

  private void charge(HttpExchange exchange) throws IOException {
    ChargeOrder order =
        Json.MAPPER.readValue(exchange.getRequestBody().readAllBytes(), ChargeOrder.class);
    requests.incrementAndGet();
    synchronized (underWay) {
      underWay.merge(order.key(), 1, Integer::sum);
    }
    Optional<GatewayFault> fault;
    Charge charge;
    try {
      fault = ordered.get().or(faults);
      if (is(fault, GatewayFault.UNAVAILABLE)) {
        unavailable(exchange);
        return;
      }
      if (is(fault, GatewayFault.SLOW)) {
        pause();
      }
      charge =
          new Charge(
              order,
              !is(fault, GatewayFault.DECLINED),
              Instant.now().truncatedTo(ChronoUnit.MILLIS));
      record.add(charge);
    } finally {
      synchronized (underWay) {
        underWay.computeIfPresent(order.key(), (key, n) -> n == 1 ? null : n - 1);
      }
    }
    if (is(fault, GatewayFault.REPLY_LOST)) {
      exchange.close();
    } else {
      Problems.respond(exchange, 201, charge);
    }
  }

  private static boolean is(Optional<GatewayFault> fault, GatewayFault kind) {
    return fault.isPresent() && fault.get() == kind;
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(slowness.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the gateway is stopped", e);
    }
  }

  private static void unavailable(HttpExchange exchange) throws IOException {
    Problems.send(
        exchange,
        503,
        "the-gateway",
        "The gateway is out of order",
        "Nothing was charged.",
        Map.of());
  }

  private void find(HttpExchange exchange) throws IOException {
    lookups.incrementAndGet();
    Optional<String> key = Query.parameter(exchange, "key");
    Optional<String> payment = Query.parameter(exchange, "payment");
    Optional<Charge> charge = Optional.empty();
    if (key.isPresent()) {
      boolean unfinished;
      // In this order: the other way round, one that ends in between would be in neither.
      synchronized (underWay) {
        unfinished = underWay.containsKey(key.get());
      }
      if (unfinished) {
        Problems.send(
            exchange,
            409,
            "the-gateway",
            "A charge is being made for this key",
            "Ask again later.",
            Map.of());
        return;
      }
      charge = record.ofKey(key.get());
    } else if (payment.isPresent()) {
      charge = record.ofPayment(payment.get());
    }
    if (charge.isPresent()) {
      Problems.respond(exchange, 200, charge.get());
    } else {
      Problems.notFound(exchange);
    }
  }

  private void summary(HttpExchange exchange) throws IOException {
    Problems.respond(exchange, 200, summary());
  }

  /** Stops listening; what it charged is in its record. */
  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    record.close();
  }
}
