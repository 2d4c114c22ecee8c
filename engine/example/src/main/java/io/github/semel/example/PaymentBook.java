package io.github.semel.example;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The payments that this process knows of, until they expire. In memory: a service of one's own has
 * its database here. What a process before this one has done, the gateway knows. Safe for any
 * thread.
 */
final class PaymentBook {

  /** A payment is one account's: nobody reads another's. */
  private record Name(String account, String paymentId) {}

  private record Expiry(Name name, Instant at) {}

  private final InstantSource clock;

  // Both under this object's monitor. The queue is in the order of expiry, but for the moments by
  // which requests overtake each other.
  private final Map<Name, Payment> payments = new HashMap<>();
  private final Queue<Expiry> expiries = new ArrayDeque<>();

  PaymentBook(InstantSource clock) {
    this.clock = clock;
  }

  /** Writes a payment down, in place of what there was of it. */
  synchronized void put(String account, Payment payment) {
    Name name = new Name(account, payment.paymentId());
    if (payments.put(name, payment) == null) {
      expiries.add(new Expiry(name, payment.expiresAt()));
    }
    forgetExpired();
  }

  /** Writes down that there is no such payment after all. */
  synchronized void remove(String account, String paymentId) {
    payments.remove(new Name(account, paymentId));
  }

  /** The payment, unless it has expired. */
  synchronized Optional<Payment> find(String account, String paymentId) {
    forgetExpired();
    return Optional.ofNullable(payments.get(new Name(account, paymentId)))
        .filter(payment -> payment.expiresAt().isAfter(clock.instant()));
  }

  private void forgetExpired() {
    Instant now = clock.instant();
    for (Expiry first = expiries.peek();
        first != null && !first.at().isAfter(now);
        first = expiries.peek()) {
      expiries.remove();
      Payment payment = payments.get(first.name());
      if (payment != null && !payment.expiresAt().isAfter(now)) {
        payments.remove(first.name());
      }
    }
  }
}
