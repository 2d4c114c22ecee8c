package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Ticket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every branch of {@code renew} and {@code release} that a rightful holder meets. */
abstract class RenewReleaseContract extends ContractSection {

  @Test
  @DisplayName("a renewal extends the lease from now, and the retention with it")
  void renewalExtendsLease() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key, TERMS.withLabel("host-7"));
    IdempotencyRecord.Pending before = pendingRecord(key);
    advance(LEASE.minus(MICRO));
    Duration lease = Duration.ofMinutes(3).plus(MICRO);

    assertThat(store().renew(ticket, lease)).isTrue();

    assertThat(pendingRecord(key))
        .isEqualTo(
            new IdempotencyRecord.Pending(
                key,
                before.owner(),
                before.fence(),
                before.attempt(),
                before.fingerprint(),
                before.claimedAt(),
                clock.instant().plus(lease),
                clock.instant().plus(lease).plus(TTL),
                before.label()));
    advance(lease.minus(MICRO));
    assertThat(inProgress(claim(key)).remainingLease()).isEqualTo(MICRO);
    advance(MICRO);
    assertThat(acquire(key).attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("a renewal may shorten the lease")
  void renewalShortensLease() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);

    assertThat(store().renew(ticket, Duration.ofSeconds(1))).isTrue();

    advance(Duration.ofSeconds(1).minus(MICRO));
    inProgress(claim(key));
    advance(MICRO);
    assertThat(acquire(key).attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("a renewal may shorten the retention, which ends at its instant")
  void renewalShortensRetention() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    assertThat(store().renew(ticket, Duration.ofSeconds(1))).isTrue();

    advance(TTL.plusSeconds(1).minus(MICRO));
    pendingRecord(key);
    advance(MICRO);
    assertAbsent(key);
    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("the age of a renewed claim still counts from the claim")
  void renewalKeepsAge() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(Duration.ofSeconds(5));
    store().renew(ticket, LEASE);
    advance(Duration.ofSeconds(5));

    assertThat(inProgress(claim(key)).age()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("a lapsed holder whom nobody followed renews, and is live again")
  void lapsedHolderRenews() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plusSeconds(1));

    assertThat(store().renew(ticket, LEASE)).isTrue();

    assertThat(inProgress(claim(key)).remainingLease()).isEqualTo(LEASE);
    complete(ticket, outcome("paid"));
  }

  @Test
  @DisplayName("a holder renews until the last microsecond of its retention, and no longer")
  void renewsUntilRetentionEnds() {
    requires(Capability.MANUAL_CLOCK);
    String kept = key();
    String lost = key();
    Ticket keptTicket = acquire(kept);
    Ticket lostTicket = acquire(lost);

    advance(LEASE.plus(TTL).minus(MICRO));
    assertThat(store().renew(keptTicket, LEASE)).isTrue();
    advance(MICRO);
    assertThat(store().renew(lostTicket, LEASE)).isFalse();

    pendingRecord(kept);
    assertAbsent(lost);
  }

  @Test
  @DisplayName("many renewals keep a claim as long as the holder likes")
  void renewalsAddUp() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);

    for (int i = 0; i < 200; i++) {
      advance(LEASE.minus(MICRO));
      assertThat(inProgress(claim(key)).remainingLease()).isEqualTo(MICRO);
      assertThat(store().renew(i % 2 == 0 ? ticket : rebuilt(ticket), LEASE)).isTrue();
    }
    complete(ticket, outcome("paid"));
    assertThat(completedRecord(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("a released key is absent, and the next claim is a first attempt")
  void releasedKeyIsAbsent() {
    String key = key();
    Ticket first = acquire(key);

    assertThat(store().release(first)).isTrue();

    assertAbsent(key);
    Ticket second = acquire(key);
    assertThat(second.attempt()).isEqualTo(1);
    assertThat(second.fence()).isGreaterThan(first.fence());
  }

  @Test
  @DisplayName("a released key forgets its fingerprint")
  void releasedKeyTakesAnotherFingerprint() {
    String key = key();
    store().release(acquire(key));

    acquired(store().claim(key, OTHER_FINGERPRINT, TERMS));
    assertThat(pendingRecord(key).fingerprint()).isEqualTo(OTHER_FINGERPRINT);
  }

  @Test
  @DisplayName("a release after a takeover starts again at the first attempt")
  void releaseForgetsAttempts() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    assertThat(store().release(takeOver(key))).isTrue();

    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("a release sent again says false, and changes nothing")
  void resentReleaseSaysFalse() {
    String key = key();
    Ticket ticket = acquire(key);
    store().release(ticket);

    assertThat(store().release(ticket)).isFalse();
    assertAbsent(key);
  }

  @Test
  @DisplayName("a ticket put together from its parts renews and releases")
  void rebuiltTicketRenewsAndReleases() {
    String key = key();
    Ticket ticket = rebuilt(acquire(key));

    assertThat(store().renew(ticket, LEASE)).isTrue();
    assertThat(store().release(ticket)).isTrue();
    assertAbsent(key);
  }

  @Test
  @DisplayName("a lapsed holder whom nobody followed releases")
  void lapsedHolderReleases() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plusSeconds(1));

    assertThat(store().release(ticket)).isTrue();

    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("from the instant its retention ends a claim cannot be released")
  void expiredHolderDoesNotRelease() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plus(TTL));

    assertThat(store().release(ticket)).isFalse();
  }
}
