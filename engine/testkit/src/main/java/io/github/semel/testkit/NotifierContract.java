package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.InvalidArgumentException;
import io.github.semel.SettlementNotifier;
import io.github.semel.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waiters are called back once, when the claim that they wait for is settled. */
abstract class NotifierContract extends ContractSection {

  private SettlementNotifier notifier() {
    requires(Capability.SETTLEMENT_NOTIFIER);
    return store()
        .notifier()
        .orElseThrow(
            () -> new AssertionError("SETTLEMENT_NOTIFIER is declared, but there is none"));
  }

  /** Counts the callbacks for the claim that {@code key} has now. */
  private AtomicInteger callbacks(String key) {
    AtomicInteger count = new AtomicInteger();
    notifier().onSettled(key, count::incrementAndGet);
    return count;
  }

  @Test
  @DisplayName("the fixture declares the notifier that the store has")
  void declarationIsTrue() {
    assertThat(store().notifier().isPresent())
        .isEqualTo(fixture().capabilities().contains(Capability.SETTLEMENT_NOTIFIER));
  }

  @Test
  @DisplayName("a completion calls back once, after it took place")
  void completionCallsBack() {
    String key = key();
    requires(Capability.SETTLEMENT_NOTIFIER);
    Ticket ticket = acquire(key);
    List<String> seen = new ArrayList<>();
    notifier()
        .onSettled(
            key,
            () -> seen.add(completed(claim(key)).outcome().equals(outcome("paid")) ? "paid" : "?"));
    assertThat(seen).isEmpty();

    complete(ticket, outcome("paid"));
    assertThat(seen).containsExactly("paid");
    complete(ticket, outcome("paid"));
    store().amend(key, version(key), outcome("refunded"));
    store().forget(key, ticket.fence());

    assertThat(seen).containsExactly("paid");
  }

  @Test
  @DisplayName("a release calls back once, after it took place")
  void releaseCallsBack() {
    String key = key();
    requires(Capability.SETTLEMENT_NOTIFIER);
    Ticket ticket = acquire(key);
    List<Boolean> absent = new ArrayList<>();
    notifier().onSettled(key, () -> absent.add(store().find(key).isEmpty()));

    store().release(ticket);
    store().release(ticket);
    complete(acquire(key), outcome("paid"));

    assertThat(absent).containsExactly(true);
  }

  @Test
  @DisplayName("a takeover calls back once")
  void takeoverCallsBack() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    AtomicInteger count = callbacks(key);

    advance(LEASE);
    Ticket second = acquire(key);
    assertThat(count).hasValue(1);
    complete(second, outcome("paid"));

    assertThat(count).hasValue(1);
  }

  @Test
  @DisplayName("a claim that expired and was made anew has called back once")
  void expiryCallsBack() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    AtomicInteger count = callbacks(key);

    advance(LEASE.plus(TTL));
    Ticket second = acquire(key);
    assertThat(count).hasValue(1);
    complete(second, outcome("paid"));

    assertThat(count).hasValue(1);
  }

  @Test
  @DisplayName("forgetting a claim calls back once")
  void forgetCallsBack() {
    String key = key();
    Ticket ticket = acquire(key);
    AtomicInteger count = callbacks(key);

    store().forget(key, ticket.fence());
    store().forget(key, ticket.fence());

    assertThat(count).hasValue(1);
  }

  @Test
  @DisplayName("duplicates, mismatches, renewals and strangers call nobody")
  void othersDoNotCallBack() {
    String key = key();
    Ticket ticket = acquire(key);
    AtomicInteger count = callbacks(key);

    claim(key);
    store().claim(key, OTHER_FINGERPRINT, TERMS);
    store().renew(ticket, LEASE);
    store().find(key);
    store().forget(key, ticket.fence() + 1);
    Ticket stranger = Ticket.of(key, request(key).owner(), ticket.fence(), 1);
    store().complete(stranger, outcome("x"), TTL);
    store().release(stranger);
    complete(acquire(key()), outcome("of another key"));
    assertThat(count).hasValue(0);

    complete(ticket, outcome("paid"));
    assertThat(count).hasValue(1);
  }

  @Test
  @DisplayName("where nothing is pending the callback comes at once, and only once")
  void immediateWhereNothingIsPending() {
    String absent = key();
    String recorded = key();
    String released = key();
    complete(acquire(recorded), outcome("paid"));
    store().release(acquire(released));

    for (String key : List.of(absent, recorded, released)) {
      assertThat(callbacks(key)).hasValue(1);
    }
    AtomicInteger count = callbacks(absent);
    complete(acquire(absent), outcome("paid"));
    assertThat(count).hasValue(1);
  }

  @Test
  @DisplayName("from the instant that the lease has lapsed the callback comes at once")
  void immediateWhenLapsed() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.minus(MICRO));
    AtomicInteger early = callbacks(key);
    assertThat(early).hasValue(0);
    advance(MICRO);

    AtomicInteger late = callbacks(key);

    assertThat(late).hasValue(1);
    complete(ticket, outcome("paid"));
    assertThat(early).hasValue(1);
    assertThat(late).hasValue(1);
  }

  @Test
  @DisplayName("every waiter is called back")
  void everyWaiterIsCalled() {
    String key = key();
    Ticket ticket = acquire(key);
    List<AtomicInteger> counts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      counts.add(callbacks(key));
    }
    complete(ticket, outcome("paid"));

    assertThat(counts).allSatisfy(count -> assertThat(count).hasValue(1));
  }

  @Test
  @DisplayName("a cancelled callback does not come, and the others do")
  void cancelledCallbackDoesNotCome() {
    requires(Capability.SETTLEMENT_NOTIFIER);
    String key = key();
    Ticket ticket = acquire(key);
    AtomicInteger first = callbacks(key);
    AtomicInteger cancelled = new AtomicInteger();
    SettlementNotifier.Registration registration =
        notifier().onSettled(key, cancelled::incrementAndGet);
    AtomicInteger last = callbacks(key);

    registration.cancel();
    registration.cancel();
    complete(ticket, outcome("paid"));
    registration.cancel();

    assertThat(cancelled).hasValue(0);
    assertThat(first).hasValue(1);
    assertThat(last).hasValue(1);
  }

  @Test
  @DisplayName("a callback may use the store, also the same key")
  void callbackMayUseTheStore() {
    requires(Capability.SETTLEMENT_NOTIFIER);
    String key = key();
    Ticket first = acquire(key);
    List<Ticket> next = new ArrayList<>();
    notifier().onSettled(key, () -> next.add(acquire(key)));

    store().release(first);

    assertThat(next).hasSize(1);
    complete(next.get(0), outcome("paid by the waiter"));
  }

  @Test
  @DisplayName("what a callback throws disturbs neither the call that settled nor other callbacks")
  void callbackMayThrow() {
    requires(Capability.SETTLEMENT_NOTIFIER);
    String key = key();
    Ticket ticket = acquire(key);
    AtomicInteger first = callbacks(key);
    IllegalStateException planned = new IllegalStateException("a callback throws, as planned");
    notifier()
        .onSettled(
            key,
            () -> {
              throw planned;
            });
    AtomicInteger last = callbacks(key);

    List<Throwable> uncaught = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, thrown) -> uncaught.add(thrown));
    try {
      complete(ticket, outcome("paid"));
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }

    assertThat(first).hasValue(1);
    assertThat(last).hasValue(1);
    assertThat(uncaught).containsExactly(planned);
  }

  @Test
  @SuppressWarnings("NullAway") // Null is the bad input that is tried.
  @DisplayName("a bad key and a missing callback are refused")
  void badInputIsRefused() {
    SettlementNotifier notifier = notifier();

    assertThatThrownBy(() -> notifier.onSettled("", () -> {}))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("key");
    assertThatThrownBy(() -> notifier.onSettled(key(), null))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("callback");
  }
}
