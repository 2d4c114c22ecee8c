package io.github.semel.example;

import io.github.semel.Ticket;
import io.github.semel.example.gateway.Charge;
import io.github.semel.example.gateway.ChargeOrder;
import io.github.semel.example.gateway.GatewayClient;
import io.github.semel.example.gateway.GatewayUnansweredException;
import io.github.semel.example.gateway.GatewayUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The work itself: pays under a claim, and finds out what an earlier attempt has done. Everything
 * that has to be the same for every attempt at a payment is derived from the key of its claim. Safe
 * for any thread.
 */
final class PaymentService {

  private final GatewayClient gateway;
  private final PaymentBook book;
  private final LiveKeys live;
  private final InstantSource clock;

  PaymentService(GatewayClient gateway, LiveKeys live, InstantSource clock) {
    this.gateway = gateway;
    this.book = new PaymentBook(clock);
    this.live = live;
    this.clock = clock;
  }

  /** The id of the payment that is made under a claim. */
  static String paymentId(Ticket ticket) {
    return "pay_" + ticket.downstreamKey("payment");
  }

  /**
   * Pays.
   *
   * @throws GatewayUnavailableException when nothing was charged: the claim can be given back
   * @throws GatewayUnansweredException when nobody knows: the claim is left in doubt
   */
  Payment pay(String account, Ticket ticket, PaymentRequest request)
      throws GatewayUnansweredException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ChargeOrder order =
        new ChargeOrder(
            chargeKey(ticket),
            account,
            paymentId(ticket),
            request.reference(),
            request.amount(),
            request.currency(),
            request.paymentMethod(),
            now);
    book.put(account, Payment.pending(order));
    try {
      return written(gateway.charge(order));
    } catch (GatewayUnavailableException e) {
      book.remove(account, order.payment());
      throw e;
    } catch (GatewayUnansweredException e) {
      live.leftInDoubt(ticket.key());
      throw e;
    }
  }

  /**
   * What an earlier attempt at the same payment has done; empty for nothing.
   *
   * @throws GatewayUnansweredException when nobody knows yet
   */
  Optional<Payment> earlier(Ticket ticket) throws GatewayUnansweredException {
    Optional<Payment> found = gateway.findByKey(chargeKey(ticket)).map(this::written);
    live.settled(found.isPresent());
    return found;
  }

  /**
   * A payment of an account's.
   *
   * @throws GatewayUnansweredException when it is not known here, and the gateway does not say
   */
  Optional<Payment> find(String account, String paymentId) throws GatewayUnansweredException {
    Optional<Payment> known = book.find(account, paymentId);
    if (known.isPresent()) {
      return known;
    }
    return gateway
        .findByPayment(paymentId)
        .filter(charge -> charge.order().account().equals(account))
        .map(Payment::of)
        .filter(payment -> payment.expiresAt().isAfter(clock.instant()));
  }

  /** Takes note of what a payment has become. */
  void noted(String account, Payment payment) {
    book.put(account, payment);
  }

  private Payment written(Charge charge) {
    Payment payment = Payment.of(charge);
    book.put(charge.order().account(), payment);
    return payment;
  }

  private static String chargeKey(Ticket ticket) {
    return ticket.downstreamKey("charge");
  }
}
