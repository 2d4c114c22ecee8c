package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimRequest;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Owner;
import io.github.semel.Ticket;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A holder that lost its claim cannot write, whatever way it lost it. */
abstract class StaleTicketContract extends ContractSection {

  /** None of the holder's operations is granted, and none changes what the key has. */
  private void assertPowerless(Ticket stale) {
    for (Ticket ticket : new Ticket[] {stale, rebuilt(stale)}) {
      Optional<IdempotencyRecord> before = store().find(ticket.key());
      Completion completion = store().complete(ticket, outcome("from the grave"), TTL);
      assertThat(superseded(completion).current()).isEqualTo(before);
      assertThat(store().find(ticket.key())).isEqualTo(before);
      assertThat(store().renew(ticket, LEASE.multipliedBy(3))).isFalse();
      assertThat(store().find(ticket.key())).isEqualTo(before);
      assertThat(store().release(ticket)).isFalse();
      assertThat(store().find(ticket.key())).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("after a takeover the old ticket is powerless, and the new one works")
  void powerlessAfterTakeover() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    Ticket second = takeOver(key);

    assertPowerless(first);
    complete(second, outcome("paid by the second"));
    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid by the second"));
  }

  @Test
  @DisplayName(
      "after the takeover has completed the old ticket is powerless, and learns the outcome")
  void powerlessAfterCompletedTakeover() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    complete(takeOver(key), outcome("paid by the second"));

    assertPowerless(first);
    Completion completion = store().complete(first, outcome("paid by the first"), TTL);
    assertThat(superseded(completion).current()).contains(completedRecord(key));
    assertThat(completedRecord(key).outcome()).isEqualTo(outcome("paid by the second"));
  }

  @Test
  @DisplayName("after the takeover was released the old ticket stays powerless")
  void powerlessAfterReleasedTakeover() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    store().release(takeOver(key));

    assertPowerless(first);
    assertAbsent(key);
  }

  @Test
  @DisplayName("after the takeover has itself lapsed the old ticket stays powerless")
  void powerlessAfterLapsedTakeover() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    Ticket second = takeOver(key);
    advance(LEASE);

    assertPowerless(first);
    complete(second, outcome("paid late"));
  }

  @Test
  @DisplayName("after several takeovers every old ticket is powerless")
  void powerlessAfterManyTakeovers() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    Ticket second = takeOver(key);
    Ticket third = takeOver(key);

    assertPowerless(first);
    assertPowerless(second);
    complete(third, outcome("paid by the third"));
  }

  @Test
  @DisplayName("after its release a ticket is powerless")
  void powerlessAfterRelease() {
    String key = key();
    Ticket ticket = acquire(key);
    store().release(ticket);

    assertPowerless(ticket);
    assertAbsent(key);
  }

  @Test
  @DisplayName("after its release and another's claim a ticket is powerless over that claim")
  void powerlessAfterReleaseAndClaim() {
    String key = key();
    Ticket first = acquire(key);
    store().release(first);
    Ticket second = acquire(key);

    assertPowerless(first);
    complete(second, outcome("paid by the second"));
  }

  @Test
  @DisplayName("a ticket is powerless over a later claim of its own owner")
  void powerlessOverLaterClaimOfTheSameOwner() {
    ClaimRequest request = request(key());
    Ticket first = acquired(store().claim(request));
    store().release(first);

    // A claim that was sent twice, the second arriving after the release.
    Ticket second = acquired(store().claim(request));

    assertThat(second.fence()).isGreaterThan(first.fence());
    assertPowerless(first);
    complete(second, outcome("paid by the second"));
  }

  @Test
  @DisplayName("after its retention has ended a ticket is powerless")
  void powerlessAfterRetention() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plus(TTL));

    assertPowerless(ticket);
    assertAbsent(key);
  }

  @Test
  @DisplayName("after its retention has ended a ticket is powerless over the next claim")
  void powerlessAfterRetentionAndClaim() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    advance(LEASE.plus(TTL));
    Ticket second = acquire(key);

    assertPowerless(first);
    complete(second, outcome("paid by the second"));
  }

  @Test
  @DisplayName("after its outcome has expired a ticket is powerless")
  void powerlessAfterExpiry() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    advance(TTL);

    assertPowerless(ticket);
    assertAbsent(key);
  }

  @Test
  @DisplayName("after its outcome has expired a ticket is powerless over the next claim")
  void powerlessAfterExpiryAndClaim() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key);
    complete(first, outcome("paid"));
    advance(TTL);
    Ticket second = acquire(key);

    assertThat(second.attempt()).isEqualTo(1);
    assertPowerless(first);
    complete(second, outcome("paid anew"));
  }

  @Test
  @DisplayName("after its claim was forgotten a ticket is powerless")
  void powerlessAfterForget() {
    String key = key();
    Ticket ticket = acquire(key);
    assertThat(store().forget(key, ticket.fence())).isTrue();

    assertPowerless(ticket);
    assertAbsent(key);
  }

  @Test
  @DisplayName("after its outcome was forgotten a ticket is powerless over the next claim")
  void powerlessAfterForgottenOutcome() {
    String key = key();
    Ticket first = acquire(key);
    complete(first, outcome("paid"));
    assertThat(store().forget(key, first.fence())).isTrue();
    Ticket second = acquire(key);

    assertPowerless(first);
    complete(second, outcome("paid anew"));
  }

  @Test
  @DisplayName("a ticket of an owner who never claimed is powerless over a live claim")
  void strangerIsPowerless() {
    String key = key();
    Ticket holder = acquire(key);

    assertPowerless(Ticket.of(key, Owner.random(), holder.fence(), 1));
    complete(holder, outcome("paid"));
    assertPowerless(Ticket.of(key, Owner.random(), holder.fence(), 1));
  }

  @Test
  @DisplayName("a ticket whose owner differs in one half is powerless")
  void halfAnOwnerIsNoProof() {
    ClaimRequest request = request(key());
    Ticket holder = acquired(store().claim(request));
    Owner owner = request.owner();

    assertPowerless(
        Ticket.of(request.key(), new Owner(~owner.high(), owner.low()), holder.fence(), 1));
    assertPowerless(
        Ticket.of(request.key(), new Owner(owner.high(), ~owner.low()), holder.fence(), 1));
  }

  @Test
  @DisplayName("a ticket for an absent key is powerless, and makes no record")
  void ticketForAbsentKeyIsPowerless() {
    String key = key();

    assertPowerless(Ticket.of(key, Owner.random(), 1, 1));
    assertAbsent(key);
  }

  @Test
  @DisplayName("a ticket proves nothing for another key")
  void ticketProvesOnlyItsKey() {
    String other = key();
    // A chosen owner: those that a store makes need not differ from key to key.
    Ticket ticket = acquired(store().claim(request(key())));
    acquire(other);

    assertPowerless(Ticket.of(other, ticket.owner(), ticket.fence(), 1));
    complete(ticket, outcome("paid"));
  }
}
