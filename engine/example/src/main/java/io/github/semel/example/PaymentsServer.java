package io.github.semel.example;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.IdempotencyStore;
import io.github.semel.StoreClock;
import io.github.semel.StoreContext;
import io.github.semel.Stores;
import io.github.semel.Ticket;
import io.github.semel.example.gateway.GatewayClient;
import io.github.semel.example.gateway.GatewayUnansweredException;
import io.github.semel.example.web.ExactPath;
import io.github.semel.example.web.FaultOrders;
import io.github.semel.example.web.FaultQueue;
import io.github.semel.example.web.Json;
import io.github.semel.example.web.Problems;
import io.github.semel.example.web.ServerThreads;
import io.github.semel.executor.FailurePolicy;
import io.github.semel.executor.IdempotentExecutor;
import io.github.semel.executor.InDoubtHandling;
import io.github.semel.executor.InDoubtHandling.Resolution;
import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.RequestContent;
import io.github.semel.http.StoredResponse;
import io.github.semel.http.jdk.IdempotentHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** The payments API, over HTTP. Safe for any thread. */
public final class PaymentsServer implements AutoCloseable {

  /**
   * What it is started with.
   *
   * @param address where it listens; port 0 for any that is free
   * @param store the URI of the store of keys
   * @param gateway the address of the gateway
   * @param gatewayTimeout how long the gateway's answer is waited for
   * @param lease how long a claim stands when the process that holds it has died
   * @param passwords by account
   */
  public record Setup(
      InetSocketAddress address,
      String store,
      URI gateway,
      Duration gatewayTimeout,
      Duration lease,
      Map<String, String> passwords) {

    /** Takes a copy of the map. */
    public Setup {
      passwords = Map.copyOf(passwords);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = ServerThreads.create();
  private final IdempotencyStore store;
  private final HttpIdempotency idempotency;
  private final IdempotentExecutor<Payment> executor;

  private PaymentsServer(Setup setup, HttpServer server) throws IOException {
    this.server = server;
    LiveKeys live = new LiveKeys();
    GatewayClient gateway = new GatewayClient(setup.gateway(), setup.gatewayTimeout());
    PageHandler page = new PageHandler(live, gateway);
    InstantSource clock = InstantSource.system();
    PaymentService payments = new PaymentService(gateway, live, clock);
    Reviews reviews = new Reviews();
    this.store = Stores.open(setup.store(), new StoreContext(StoreClock.monotonic(), live));
    this.idempotency = idempotency(setup, payments, live);
    this.executor = executor(setup, payments);

    FaultQueue<FrontFault> faults = new FaultQueue<>(FrontFault.class);
    HttpHandler guarded = new IdempotentHandler(idempotency, new PaymentsHandler(payments));
    HttpHandler duplicates = new DuplicatesHandler(executor, payments, reviews, live, clock);
    Authenticator accounts = new Accounts(setup.passwords());
    server
        .createContext("/payments", new FrontDoor(guarded, faults, live))
        .setAuthenticator(accounts);
    server
        .createContext(DuplicatesHandler.PATH, new FrontDoor(duplicates, faults, live))
        .setAuthenticator(accounts);
    server
        .createContext("/reviews", new ExactPath("/reviews", exchange -> list(exchange, reviews)))
        .setAuthenticator(accounts);
    server.createContext("/faults", new ExactPath("/faults", new FaultOrders(faults)));
    server.createContext("/", page);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts the service. */
  public static PaymentsServer start(Setup setup) throws IOException {
    HttpServer server = HttpServer.create(setup.address(), 256);
    try {
      return new PaymentsServer(setup, server);
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  private HttpIdempotency idempotency(Setup setup, PaymentService payments, LiveKeys live) {
    return HttpIdempotency.builder(store)
        .content(RequestContent.canonicalJson())
        // A payment that was refused as invalid leaves its key free.
        .finalStatuses(status -> status == 201 || status == 402)
        .ttl(Payment.KEPT)
        .lease(setup.lease())
        .inDoubt(InDoubtHandling.ask(ticket -> response(payments, ticket)))
        .listener(live)
        .build();
  }

  private IdempotentExecutor<Payment> executor(Setup setup, PaymentService payments) {
    return IdempotentExecutor.builder(store, new PaymentCodec())
        .ttl(Payment.KEPT)
        .lease(setup.lease())
        .inDoubt(
            InDoubtHandling.ask(
                ticket ->
                    payments
                        .earlier(ticket)
                        .map(Resolution::tookEffect)
                        .orElseGet(Resolution::noEffect)))
        .failures(FailurePolicy.standard())
        .build();
  }

  /** What an earlier attempt would have answered. */
  private static Resolution<StoredResponse> response(PaymentService payments, Ticket ticket)
      throws GatewayUnansweredException {
    return payments
        .earlier(ticket)
        .map(
            payment ->
                StoredResponse.of(
                    payment.httpStatus(),
                    Map.of(
                        "Content-Type",
                        "application/json",
                        "Location",
                        "/payments/" + payment.paymentId()),
                    Json.bytes(payment)))
        .map(Resolution::tookEffect)
        .orElseGet(Resolution::noEffect);
  }

  private static void list(HttpExchange exchange, Reviews reviews) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      Problems.respond(exchange, 200, reviews.of(PaymentsHandler.account(exchange)));
    } else {
      Problems.notFound(exchange);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening, and closes the store. */
  @Override
  public void close() {
    server.stop(0);
    idempotency.close();
    executor.close();
    threads.shutdownNow();
    store.close();
  }

  private static final class Accounts extends BasicAuthenticator {

    private final Map<String, String> passwords;

    Accounts(Map<String, String> passwords) {
      super("payments", StandardCharsets.UTF_8);
      this.passwords = passwords;
    }

    @Override
    public boolean checkCredentials(String account, String password) {
      String expected = passwords.getOrDefault(account, "");
      // In a time that says nothing of how much of it was right.
      boolean same =
          MessageDigest.isEqual(
              expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
      return same && passwords.containsKey(account);
    }
  }
}
