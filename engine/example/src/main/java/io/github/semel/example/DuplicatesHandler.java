package io.github.semel.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Owner;
import io.github.semel.StoreFullException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.example.gateway.GatewayUnansweredException;
import io.github.semel.example.web.Problems;
import io.github.semel.executor.DoubtUnresolvedException;
import io.github.semel.executor.DuplicateHandling;
import io.github.semel.executor.DuplicateInProgressException;
import io.github.semel.executor.DuplicateRequestException;
import io.github.semel.executor.FingerprintMismatchException;
import io.github.semel.executor.FlaggedDuplicate;
import io.github.semel.executor.IdempotentExecutor;
import io.github.semel.executor.RequestKey;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code POST /duplicates/reject}, {@code /return}, {@code /merge} and {@code /flag}: payments over
 * the executor itself, without the filter. With an {@code Idempotency-Key} that names the payment;
 * without, the same account paying the same amount by the same method within {@link #WINDOW} is
 * taken for a duplicate, whatever its reference. Safe for any thread.
 */
final class DuplicatesHandler implements HttpHandler {

  static final String PATH = "/duplicates/";

  /** How long payments without a key that look alike are taken for one: ten minutes. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Duration WAIT = Duration.ofSeconds(1);

  private final IdempotentExecutor<Payment> executor;
  private final PaymentService payments;
  private final Reviews reviews;
  private final LiveKeys live;
  private final InstantSource clock;

  DuplicatesHandler(
      IdempotentExecutor<Payment> executor,
      PaymentService payments,
      Reviews reviews,
      LiveKeys live,
      InstantSource clock) {
    this.executor = executor;
    this.payments = payments;
    this.reviews = reviews;
    this.live = live;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<DuplicateWay> way = DuplicateWay.at(exchange.getRequestURI().getPath());
    if (way.isEmpty() || !exchange.getRequestMethod().equals("POST")) {
      Problems.notFound(exchange);
      return;
    }
    PaymentRequest request;
    try {
      request = PaymentRequest.read(exchange.getRequestBody().readAllBytes());
    } catch (InvalidPaymentException e) {
      PaymentsHandler.sendInvalid(exchange, e);
      return;
    }
    RequestKey key;
    try {
      key = key(exchange, way.get(), request);
    } catch (InvalidArgumentException e) {
      refuse(
          exchange, 400, "key-malformed", "The Idempotency-Key is longer than any key", Map.of());
      return;
    }
    try {
      pay(exchange, way.get(), key, request);
    } catch (DuplicateRequestException e) {
      live.conflicted(key.key());
      refuse(
          exchange,
          409,
          "duplicate-rejected",
          "The payment was asked for before",
          Map.of("paymentId", paymentId(key), "originalAt", e.originalAt().toString()));
    } catch (DuplicateInProgressException e) {
      live.conflicted(key.key());
      refuseForNow(exchange, 409, "in-progress", "The first request is being executed");
    } catch (FingerprintMismatchException e) {
      live.conflicted(key.key());
      refuse(exchange, 422, "key-reused", "The key belongs to another payment", Map.of());
    } catch (DoubtUnresolvedException e) {
      refuseForNow(exchange, 409, "in-doubt", "The gateway cannot say yet whether it charged");
    } catch (StoreUnavailableException | StoreFullException e) {
      refuseForNow(exchange, 503, "store-unavailable", "Nobody can tell whether it is a duplicate");
    }
  }

  private void pay(HttpExchange exchange, DuplicateWay way, RequestKey key, PaymentRequest request)
      throws IOException {
    String account = PaymentsHandler.account(exchange);
    AtomicBoolean paid = new AtomicBoolean();
    Payment payment =
        this.executor.<GatewayUnansweredException>execute(
            key,
            handling(way, account, request),
            execution -> {
              paid.set(true);
              return payments.pay(account, execution.ticket(), request);
            });
    payments.noted(account, payment);
    if (!paid.get()) {
      live.replayed(key.key(), payment.httpStatus());
      exchange.getResponseHeaders().set("Idempotency-Replayed", "true");
    }
    exchange.getResponseHeaders().set("Location", "/payments/" + payment.paymentId());
    Problems.respond(exchange, payment.httpStatus(), payment);
  }

  private DuplicateHandling<Payment> handling(
      DuplicateWay way, String account, PaymentRequest request) {
    return switch (way) {
      case REJECT -> DuplicateHandling.reject();
      case RETURN -> DuplicateHandling.waitFor(WAIT);
      case MERGE -> DuplicateHandling.merge(payment -> payment.with(request.reference()), WAIT);
      case FLAG -> DuplicateHandling.flag(pair -> review(account, request, pair), WAIT);
    };
  }

  private void review(String account, PaymentRequest request, FlaggedDuplicate pair) {
    String original =
        pair.original()
            .map(record -> record instanceof IdempotencyRecord.Completed ? "completed" : "pending")
            .orElse("expired");
    reviews.add(
        new Reviews.Review(
            account, paymentId(pair.duplicate()), request.reference(), original, clock.instant()));
  }

  /** What makes two requests the same; each way has keys of its own. */
  private static RequestKey key(HttpExchange exchange, DuplicateWay way, PaymentRequest request) {
    String account = PaymentsHandler.account(exchange);
    // Amounts are in the scale of their currency by now, so that equal ones read the same.
    Map<String, String> alike =
        Map.of(
            "amount", request.amount().toPlainString(),
            "currency", request.currency(),
            "paymentMethod", request.paymentMethod());
    String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (id == null || id.isBlank()) {
      return RequestKey.ofSimilar(account, way.path(), alike, WINDOW);
    }
    Fingerprint fingerprint =
        Fingerprint.of(
            request.amount().toPlainString(), request.currency(), request.paymentMethod());
    return RequestKey.ofRequestId(way.path() + ":" + account, id, fingerprint);
  }

  /** The payment's id follows from the key alone. */
  private static String paymentId(RequestKey key) {
    return PaymentService.paymentId(Ticket.of(key.key(), Owner.random(), 0, 1));
  }

  private static void refuseForNow(HttpExchange exchange, int status, String slug, String title)
      throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "1");
    refuse(exchange, status, slug, title, Map.of());
  }

  private static void refuse(
      HttpExchange exchange, int status, String slug, String title, Map<String, Object> more)
      throws IOException {
    Problems.send(exchange, status, slug, title, "Nothing was charged now.", more);
  }
}
