package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimTerms;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.StoreFullException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A full store refuses new keys, serves the ones it holds, and never drops one before its time. */
abstract class CapacityContract extends ContractSection {

  private static final int BOUND = 64;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Ticket acquire(IdempotencyStore store, String key, ClaimTerms terms) {
    return acquired(store.claim(key, FINGERPRINT, terms));
  }

  /** Claims so many new keys. */
  private List<Ticket> fill(IdempotencyStore store, int count) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tickets.add(acquire(store, key(), TERMS));
    }
    return tickets;
  }

  private void assertFull(IdempotencyStore store) {
    String key = key();
    assertThatThrownBy(() -> store.claim(key, FINGERPRINT, TERMS))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("full");
    assertThat(store.find(key)).isEmpty();
  }

  /** Room for one key and no more, which then goes on being held. */
  private void assertRoomForOne(IdempotencyStore store) {
    acquire(store, key(), TERMS);
    assertFull(store);
  }

  @Test
  @DisplayName("a bounded store takes as many keys as its bound says, and then refuses new ones")
  void boundIsExact() {
    for (int bound : new int[] {1, 2, 3, 16, 100, 1_000}) {
      IdempotencyStore store = bounded(bound);
      List<Ticket> tickets = fill(store, bound);
      for (int i = 0; i < 10; i++) {
        assertFull(store);
      }
      assertThat(tickets)
          .allSatisfy(ticket -> inProgress(store.claim(ticket.key(), FINGERPRINT, TERMS)));
    }
  }

  @Test
  @DisplayName("a full store says so in its stats")
  void statsOfAFullStore() {
    requires(Capability.EXACT_STATS);
    IdempotencyStore store = bounded(BOUND);
    assertThat(store.stats().maxEntries()).hasValue(BOUND);
    fill(store, BOUND);
    assertFull(store);
    assertFull(store);

    assertThat(store.stats().entries()).isEqualTo(BOUND);
    assertThat(store.stats().refused()).isEqualTo(2);
    assertThat(store.stats().expired()).isZero();
  }

  @Test
  @DisplayName("a full store goes on serving the keys that it holds")
  void fullStoreServesItsKeys() {
    IdempotencyStore store = bounded(BOUND);
    List<Ticket> tickets = fill(store, BOUND);
    Ticket one = tickets.get(0);
    Ticket two = tickets.get(1);

    inProgress(store.claim(one.key(), FINGERPRINT, TERMS));
    mismatch(store.claim(one.key(), OTHER_FINGERPRINT, TERMS));
    assertThat(store.renew(one, LEASE)).isTrue();
    assertRecorded(store.complete(one, outcome("paid"), TTL));
    assertThat(completed(store.claim(one.key(), FINGERPRINT, TERMS)).outcome())
        .isEqualTo(outcome("paid"));
    assertFull(store);
    assertThat(store.find(two.key())).isPresent();
    assertThat(store.release(two)).isTrue();
    assertRoomForOne(store);
  }

  @Test
  @DisplayName("a full store lets its lapsed claims be taken over")
  void fullStoreAllowsTakeover() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(BOUND);
    List<Ticket> tickets = fill(store, BOUND);
    advance(LEASE);

    assertFull(store);
    for (Ticket ticket : tickets) {
      assertThat(acquire(store, ticket.key(), TERMS).attempt()).isEqualTo(2);
      assertThat(superseded(store.complete(ticket, outcome("x"), TTL)).current()).isPresent();
    }
    assertFull(store);
  }

  @Test
  @DisplayName("whatever is refused, nothing unexpired is dropped")
  void nothingUnexpiredIsDropped() {
    IdempotencyStore store = bounded(BOUND);
    List<Ticket> tickets = fill(store, BOUND);
    for (int i = 0; i < BOUND; i += 2) {
      assertRecorded(store.complete(tickets.get(i), outcome("" + i), TTL));
    }
    for (int i = 0; i < 10 * BOUND; i++) {
      assertFull(store);
    }
    for (int i = 0; i < BOUND; i++) {
      var answer = store.claim(tickets.get(i).key(), FINGERPRINT, TERMS);
      if (i % 2 == 0) {
        assertThat(completed(answer).outcome()).isEqualTo(outcome("" + i));
      } else {
        inProgress(answer);
        assertRecorded(store.complete(tickets.get(i), outcome("late"), TTL));
      }
    }
  }

  @Test
  @DisplayName("a lapsed claim that is still remembered is not dropped to make room")
  void lapsedClaimIsNotDropped() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(BOUND);
    List<Ticket> tickets = fill(store, BOUND);
    advance(LEASE.plus(TTL).minus(MICRO));

    assertFull(store);
    for (Ticket ticket : tickets) {
      assertRecorded(store.complete(ticket, Outcome.omitted(), TTL));
    }
    assertFull(store);
  }

  @Test
  @DisplayName("room comes back by release, once for each")
  void releaseMakesRoom() {
    IdempotencyStore store = bounded(BOUND);
    for (Ticket ticket : fill(store, BOUND)) {
      assertThat(store.release(ticket)).isTrue();
      assertThat(store.release(ticket)).isFalse();
      assertRoomForOne(store);
    }
  }

  @Test
  @DisplayName("room comes back by forget, once for each, of claims and of outcomes")
  void forgetMakesRoom() {
    IdempotencyStore store = bounded(BOUND);
    List<Ticket> tickets = fill(store, BOUND);
    for (int i = 0; i < BOUND; i++) {
      Ticket ticket = tickets.get(i);
      if (i % 2 == 0) {
        assertRecorded(store.complete(ticket, outcome("paid"), TTL));
      }
      assertThat(store.forget(ticket.key(), ticket.fence())).isTrue();
      assertThat(store.forget(ticket.key(), ticket.fence())).isFalse();
      assertRoomForOne(store);
    }
  }

  @Test
  @DisplayName(
      "room comes back at the instant at which any one outcome expires, however long its ttl")
  void expiryOfAnyOutcomeMakesRoom() {
    requires(Capability.MANUAL_CLOCK);
    for (Duration ttl :
        new Duration[] {MICRO, Duration.ofMillis(1), SECOND, SECOND.multipliedBy(61), LEASE}) {
      for (int place : new int[] {0, BOUND / 2, BOUND - 1}) {
        IdempotencyStore store = bounded(BOUND);
        List<Ticket> tickets = fill(store, BOUND);
        assertRecorded(store.complete(tickets.get(place), outcome("paid"), ttl));
        advance(ttl.minus(MICRO));
        assertFull(store);
        advance(MICRO);
        assertRoomForOne(store);
      }
    }
  }

  @Test
  @DisplayName("room comes back at the instant at which any one claim's retention ends")
  void expiryOfAnyClaimMakesRoom() {
    requires(Capability.MANUAL_CLOCK);
    for (int place : new int[] {0, BOUND / 2, BOUND - 1}) {
      IdempotencyStore store = bounded(BOUND);
      fill(store, place);
      acquire(store, key(), ClaimTerms.of(SECOND, SECOND));
      fill(store, BOUND - place - 1);
      advance(SECOND.multipliedBy(2).minus(MICRO));
      assertFull(store);
      advance(MICRO);
      assertRoomForOne(store);
    }
  }

  @Test
  @DisplayName(
      "room comes back at the instant of expiry of a claim whose retention a renewal cut short")
  void expiryAfterShortRenewalMakesRoom() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(BOUND);
    Ticket ticket = acquire(store, key(), ClaimTerms.of(LEASE, SECOND));
    fill(store, BOUND - 1);
    assertThat(store.renew(ticket, SECOND)).isTrue();

    advance(SECOND.multipliedBy(2).minus(MICRO));
    assertFull(store);
    advance(MICRO);
    assertRoomForOne(store);
  }

  @Test
  @DisplayName(
      "room comes back at the instant of expiry of an outcome whose lease was first cut short")
  void expiryAfterShortRenewalAndShortTtlMakesRoom() {
    requires(Capability.MANUAL_CLOCK);
    for (Duration ttl : new Duration[] {MICRO, Duration.ofMillis(3), SECOND}) {
      IdempotencyStore store = bounded(BOUND);
      Ticket ticket = acquire(store, key(), TERMS);
      fill(store, BOUND - 1);
      assertThat(store.renew(ticket, ttl)).isTrue();
      assertRecorded(store.complete(ticket, outcome("paid"), ttl));

      advance(ttl.minus(MICRO));
      assertFull(store);
      advance(MICRO);
      assertRoomForOne(store);
    }
  }

  @Test
  @DisplayName(
      "room comes back at the instant of expiry of an outcome whose lease was first extended")
  void expiryAfterLongRenewalAndShortTtlMakesRoom() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(BOUND);
    Ticket ticket = acquire(store, key(), ClaimTerms.of(SECOND, SECOND));
    fill(store, BOUND - 1);
    assertThat(store.renew(ticket, LEASE.multipliedBy(50))).isTrue();
    assertRecorded(store.complete(ticket, outcome("paid"), SECOND.multipliedBy(5)));

    advance(SECOND.multipliedBy(5).minus(MICRO));
    assertFull(store);
    advance(MICRO);
    assertRoomForOne(store);
  }

  @Test
  @DisplayName("a renewal or a long ttl keeps a record whose first end has passed")
  void extendedRecordsKeepTheirRoom() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(2);
    Ticket renewed = acquire(store, key(), ClaimTerms.of(SECOND, SECOND));
    Ticket recorded = acquire(store, key(), ClaimTerms.of(SECOND, SECOND));
    assertThat(store.renew(renewed, LEASE)).isTrue();
    assertRecorded(store.complete(recorded, outcome("paid"), LEASE));

    for (int i = 0; i < 20; i++) {
      advance(SECOND);
      assertFull(store);
    }
    assertRecorded(store.complete(renewed, outcome("paid"), LEASE));
    completed(store.claim(recorded.key(), FINGERPRINT, TERMS));
  }

  @Test
  @DisplayName("when records with many different ends expire, room comes back one by one")
  void roomComesBackOneByOne() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(BOUND);
    List<Ticket> tickets = fill(store, BOUND);
    for (int i = 0; i < BOUND; i++) {
      // Out of order on purpose: 37 and 64 have no common divisor.
      Duration ttl = SECOND.multipliedBy(1 + i * 37 % BOUND);
      assertRecorded(store.complete(tickets.get(i), outcome("paid"), ttl));
    }
    for (int i = 0; i < BOUND; i++) {
      assertFull(store);
      advance(SECOND.minus(MICRO));
      assertFull(store);
      advance(MICRO);
      assertRoomForOne(store);
    }
  }

  @Test
  @DisplayName("steady load over a full store never meets a refusal while records expire in time")
  void steadyLoadThroughAFullStore() {
    requires(Capability.MANUAL_CLOCK);
    IdempotencyStore store = bounded(BOUND);
    for (int i = 0; i < 50 * BOUND; i++) {
      Ticket ticket = acquire(store, key(), TERMS);
      assertRecorded(store.complete(ticket, outcome("paid"), SECOND.multipliedBy(BOUND)));
      advance(SECOND);
    }
  }
}
