package io.github.semel.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.semel.Ticket;
import io.github.semel.example.gateway.GatewayUnansweredException;
import io.github.semel.example.web.Problems;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.jdk.IdempotentHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /payments} and {@code GET /payments/{id}}, behind the filter: it has claimed the key
 * before {@code POST} comes here, and answers duplicates itself. Safe for any thread.
 */
final class PaymentsHandler implements HttpHandler {

  private static final String PATH = "/payments";

  private final PaymentService payments;

  PaymentsHandler(PaymentService payments) {
    this.payments = payments;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals(PATH) && method.equals("POST")) {
      post(exchange);
    } else if (path.startsWith(PATH + "/") && method.equals("GET")) {
      get(exchange, path.substring(PATH.length() + 1));
    } else {
      Problems.notFound(exchange);
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    PaymentRequest request;
    try {
      request = PaymentRequest.read(exchange.getRequestBody().readAllBytes());
    } catch (InvalidPaymentException e) {
      sendInvalid(exchange, e);
      return;
    }
    HttpExecution execution = IdempotentHandler.execution(exchange).orElseThrow();
    Ticket ticket = execution.ticket();
    Payment payment = payments.pay(account(exchange), ticket, request);
    execution.effectTookPlace(); // from here on the response is recorded, whatever becomes of it
    exchange.getResponseHeaders().set("Location", PATH + "/" + payment.paymentId());
    Problems.respond(exchange, payment.httpStatus(), payment);
  }

  private void get(HttpExchange exchange, String paymentId) throws IOException {
    Optional<Payment> payment;
    try {
      payment = payments.find(account(exchange), paymentId);
    } catch (GatewayUnansweredException e) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      Problems.send(
          exchange,
          504,
          "gateway-unanswered",
          "The gateway did not answer",
          "This process has not made the payment, and the gateway does not say. Ask again later.",
          Map.of());
      return;
    }
    if (payment.isPresent()) {
      Problems.respond(exchange, 200, payment.get());
    } else {
      Problems.notFound(exchange);
    }
  }

  /** Whose payments they are. */
  static String account(HttpExchange exchange) {
    return exchange.getPrincipal().getUsername();
  }

  static void sendInvalid(HttpExchange exchange, InvalidPaymentException invalid)
      throws IOException {
    Problems.send(
        exchange,
        400,
        "invalid-payment",
        "The payment is not valid",
        "Nothing was charged, and the key is free: correct the request and send it again.",
        Map.of("errors", invalid.errors()));
  }
}
