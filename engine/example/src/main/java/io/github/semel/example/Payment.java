package io.github.semel.example;

import io.github.semel.example.gateway.Charge;
import io.github.semel.example.gateway.ChargeOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A payment.
 *
 * @param paymentId its name, the same for every attempt at it
 * @param status what became of it
 * @param amount in units of the currency
 * @param currency its ISO 4217 code
 * @param paymentMethod what is charged
 * @param references what it is for, in the words of those who asked for it
 * @param createdAt when it was asked for
 * @param expiresAt when it is forgotten here
 */
public record Payment(
    String paymentId,
    PaymentStatus status,
    BigDecimal amount,
    String currency,
    String paymentMethod,
    List<String> references,
    Instant createdAt,
    Instant expiresAt) {

  /** How long payments, and the keys of their requests, are remembered: 24 hours. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** Takes a copy of the list. */
  public Payment {
    references = List.copyOf(references);
  }

  /** The payment that the gateway is asked for. */
  static Payment pending(ChargeOrder order) {
    return of(order, PaymentStatus.PENDING);
  }

  /** The payment that the gateway decided on. */
  static Payment of(Charge charge) {
    return of(charge.order(), charge.approved() ? PaymentStatus.COMPLETED : PaymentStatus.FAILED);
  }

  private static Payment of(ChargeOrder order, PaymentStatus status) {
    return new Payment(
        order.payment(),
        status,
        order.amount(),
        order.currency(),
        order.paymentMethod(),
        order.reference().isEmpty() ? List.of() : List.of(order.reference()),
        order.requestedAt(),
        order.requestedAt().plus(KEPT));
  }

  /** The same payment for one thing more. A reference that it has already changes nothing. */
  Payment with(String reference) {
    List<String> all =
        Stream.concat(references.stream(), Stream.of(reference))
            .filter(text -> !text.isEmpty())
            .distinct()
            .toList();
    return new Payment(
        paymentId, status, amount, currency, paymentMethod, all, createdAt, expiresAt);
  }

  /** The status of the response that tells of it. */
  int httpStatus() {
    return status == PaymentStatus.FAILED ? 402 : 201;
  }
}
