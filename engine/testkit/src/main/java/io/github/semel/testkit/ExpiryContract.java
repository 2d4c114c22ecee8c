package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimTerms;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Limits;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The instants at which leases lapse and records expire, to the microsecond. */
abstract class ExpiryContract extends ContractSection {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  @DisplayName("a lease is live until its last microsecond, and lapses at leaseUntil")
  void leaseLapsesAtItsInstant() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);

    advance(LEASE.minus(MICRO));
    assertThat(inProgress(claim(key)).remainingLease()).isEqualTo(MICRO);
    assertThat(pendingRecord(key).leaseUntil()).isEqualTo(clock.instant().plus(MICRO));
    advance(MICRO);
    assertThat(acquire(key).attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "a lapsed claim is remembered until its last microsecond, and is absent at retainUntil")
  void lapsedClaimExpiresAtItsInstant() {
    requires(Capability.MANUAL_CLOCK);
    String remembered = key();
    String forgotten = key();
    acquire(remembered);
    Ticket ticket = acquire(forgotten);

    advance(LEASE.plus(TTL).minus(MICRO));
    assertThat(pendingRecord(forgotten).retainUntil()).isEqualTo(clock.instant().plus(MICRO));
    assertThat(acquire(remembered).attempt()).isEqualTo(2);
    advance(MICRO);
    assertAbsent(forgotten);
    assertThat(store().forget(forgotten, ticket.fence())).isFalse();
    assertThat(acquire(forgotten).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("an expired claim no longer holds its fingerprint")
  void expiredClaimDoesNotMismatch() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    advance(LEASE.plus(TTL));

    assertThat(acquired(store().claim(key, OTHER_FINGERPRINT, TERMS)).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("an outcome is replayed until its last microsecond, and is absent at expiresAt")
  void outcomeExpiresAtItsInstant() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    RecordVersion version = version(key);

    advance(TTL.minus(MICRO));
    assertThat(completed(claim(key)).remainingTtl()).isEqualTo(MICRO);
    mismatch(store().claim(key, OTHER_FINGERPRINT, TERMS));
    assertRecorded(store().complete(ticket, outcome("paid"), TTL));
    completedRecord(key);
    advance(MICRO);
    assertAbsent(key);
    assertThat(store().amend(key, version, outcome("refunded"))).isFalse();
    assertThat(store().forget(key, ticket.fence())).isFalse();
    assertThat(superseded(store().complete(ticket, outcome("paid"), TTL)).current()).isEmpty();
    assertAbsent(key);
    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("a claim of an expired outcome is acquired before anything else touched it")
  void expiredOutcomeIsClaimedAtItsInstant() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    complete(acquire(key), outcome("paid"));
    advance(TTL);

    assertThat(acquired(store().claim(key, OTHER_FINGERPRINT, TERMS)).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("an outcome outlives the lease and the retention of its claim")
  void outcomeOutlivesTheClaim() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key, ClaimTerms.of(SECOND, SECOND));
    complete(ticket, outcome("paid"));

    advance(TTL.minus(MICRO));
    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid"));
    advance(MICRO);
    assertAbsent(key);
  }

  @Test
  @DisplayName("an outcome with a short ttl expires under what would have been a long lease")
  void shortTtlUnderLongLease() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    assertRecorded(store().complete(ticket, outcome("paid"), SECOND));

    advance(SECOND.minus(MICRO));
    completed(claim(key));
    advance(MICRO);
    assertAbsent(key);
    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("a key claimed anew has a lease of its own, untouched by the end of the one before")
  void newClaimIsNotExpiredByTheOldOne() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    store().release(acquire(key, ClaimTerms.of(SECOND, SECOND)));
    Ticket second = acquire(key);

    for (int i = 0; i < 5; i++) {
      advance(SECOND);
      acquire(key());
      inProgress(claim(key));
    }
    complete(second, outcome("paid"));
    advance(LEASE.plus(SECOND));
    acquire(key());
    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid"));
  }

  @Test
  @DisplayName("the shortest lease and ttl, a microsecond, are kept")
  void shortestTimes() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key, ClaimTerms.of(MICRO, MICRO));
    inProgress(claim(key));
    advance(MICRO);
    assertRecorded(store().complete(ticket, outcome("paid"), MICRO));
    completed(claim(key));
    advance(MICRO);
    assertAbsent(key);
  }

  @Test
  @DisplayName("the longest lease and ttl are kept")
  void longestTimes() {
    requires(Capability.MANUAL_CLOCK);
    String pending = key();
    String recorded = key();
    ClaimTerms longest = ClaimTerms.of(Limits.MAX_LEASE, Limits.MAX_TTL);
    acquire(pending, longest);
    assertRecorded(store().complete(acquire(recorded, longest), outcome("paid"), Limits.MAX_TTL));

    advance(Limits.MAX_LEASE.minus(MICRO));
    assertThat(inProgress(claim(pending)).remainingLease()).isEqualTo(MICRO);
    advance(Limits.MAX_TTL.minus(Limits.MAX_LEASE));
    assertThat(completed(claim(recorded)).remainingTtl()).isEqualTo(MICRO);
    advance(MICRO);
    assertAbsent(recorded);
    advance(Limits.MAX_LEASE.minus(MICRO));
    pendingRecord(pending);
    advance(MICRO);
    assertAbsent(pending);
  }

  @Test
  @DisplayName("while nothing happens a record reads the same until it expires")
  void recordsReadTheSameUntilTheyExpire() {
    requires(Capability.MANUAL_CLOCK);
    String pending = key();
    String recorded = key();
    acquire(pending, TERMS.withLabel("host-7"));
    complete(acquire(recorded), outcome("paid"));
    IdempotencyRecord pendingBefore = pendingRecord(pending);
    IdempotencyRecord recordedBefore = completedRecord(recorded);

    Duration step = TTL.dividedBy(50);
    for (int i = 0; i < 49; i++) {
      advance(step);
      acquire(key());
      assertThat(store().find(pending)).contains(pendingBefore);
      assertThat(store().find(recorded)).contains(recordedBefore);
    }
  }

  @Test
  @DisplayName("records with many different ends each end at their own instant")
  void everyRecordEndsAtItsOwnInstant() {
    requires(Capability.MANUAL_CLOCK);
    int count = 200;
    String[] keys = new String[count];
    Duration[] ttls = new Duration[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key();
      // Out of order on purpose, from a millisecond to some hours.
      ttls[i] = Duration.ofMillis(1 + (i * 7919L % count) * (i * 7919L % count) * 500);
      assertRecorded(store().complete(acquire(keys[i]), outcome(keys[i]), ttls[i]));
    }
    Duration[] ends = ttls.clone();
    Arrays.sort(ends);
    Duration passed = Duration.ZERO;
    for (int ended = 0; ended < count; ended++) {
      advance(ends[ended].minus(passed));
      passed = ends[ended];
      // All of them now and then, and each time some: to look at all of them always takes a store
      // behind a network a long time.
      int step = ended % 10 == 0 ? 1 : 17;
      for (int i = ended % step; i < count; i += step) {
        assertThat(store().find(keys[i]).isPresent())
            .as("record with ttl %s after %s", ttls[i], passed)
            .isEqualTo(passed.compareTo(ttls[i]) < 0);
      }
    }
  }
}
