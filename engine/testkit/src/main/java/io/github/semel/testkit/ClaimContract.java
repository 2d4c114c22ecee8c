package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Owner;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every branch of {@code claim}. */
abstract class ClaimContract extends ContractSection {

  @Test
  @DisplayName("an absent key is acquired as the first attempt")
  void absentKeyIsAcquired() {
    String key = key();

    Ticket ticket = acquire(key);

    assertThat(ticket.key()).isEqualTo(key);
    assertThat(ticket.attempt()).isEqualTo(1);
    assertThat(ticket.inDoubt()).isFalse();
  }

  @Test
  @DisplayName("a claim under a chosen owner yields a ticket of that owner")
  void ticketHasTheOwnerOfTheRequest() {
    ClaimRequest request = request(key());

    assertThat(acquired(store().claim(request)).owner()).isEqualTo(request.owner());
  }

  @Test
  @DisplayName("two claims of a key in the everyday form have different owners")
  void everydayClaimsHaveDifferentOwners() {
    String key = key();
    Ticket first = acquire(key);
    store().release(first);

    assertThat(acquire(key).owner()).isNotEqualTo(first.owner());
  }

  @Test
  @DisplayName("a claim makes a pending record of what was asked")
  void claimMakesPendingRecord() {
    ClaimTerms terms = TERMS.withLabel("host-7");
    ClaimRequest request = new ClaimRequest(key(), FINGERPRINT, terms, Owner.random());

    Ticket ticket = acquired(store().claim(request));

    IdempotencyRecord.Pending record = pendingRecord(request.key());
    assertThat(record.key()).isEqualTo(request.key());
    assertThat(record.owner()).isEqualTo(request.owner());
    assertThat(record.fence()).isEqualTo(ticket.fence());
    assertThat(record.attempt()).isEqualTo(1);
    assertThat(record.fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(record.label()).contains("host-7");
    assertThat(record.leaseUntil()).isEqualTo(record.claimedAt().plus(LEASE));
    assertThat(record.retainUntil()).isEqualTo(record.leaseUntil().plus(TTL));
  }

  @Test
  @DisplayName(
      "a live claim is reported to a duplicate, with label and attempt, and is not changed")
  void liveClaimIsInProgress() {
    String key = key();
    acquire(key, TERMS.withLabel("host-7"));
    IdempotencyRecord before = pendingRecord(key);

    ClaimResult.InProgress duplicate =
        inProgress(store().claim(key, FINGERPRINT, TERMS.withLabel("host-8")));

    assertThat(duplicate.label()).contains("host-7");
    assertThat(duplicate.attempt()).isEqualTo(1);
    assertThat(duplicate.age()).isBetween(Duration.ZERO, LEASE);
    assertThat(duplicate.remainingLease()).isBetween(MICRO, LEASE);
    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("a claim without a label is reported without one")
  void missingLabelIsEmpty() {
    String key = key();
    acquire(key);

    assertThat(inProgress(claim(key)).label()).isEmpty();
    assertThat(pendingRecord(key).label()).isEmpty();
  }

  @Test
  @DisplayName("a label of 64 bytes of any script comes back as it was")
  void longestLabelIsKept() {
    String key = key();
    String label = "é漢😀".repeat(7) + "!";
    acquire(key, TERMS.withLabel(label));

    assertThat(inProgress(claim(key)).label()).contains(label);
  }

  @Test
  @DisplayName("the age of a claim and its remaining lease are exact")
  void ageAndRemainingLeaseAreExact() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    Duration age = Duration.ofSeconds(3).plus(MICRO);
    advance(age);

    ClaimResult.InProgress duplicate = inProgress(claim(key));

    assertThat(duplicate.age()).isEqualTo(age);
    assertThat(duplicate.remainingLease()).isEqualTo(LEASE.minus(age));
  }

  @Test
  @DisplayName("claimedAt is the store's time at the claim")
  void claimedAtIsTheTimeOfTheClaim() {
    requires(Capability.MANUAL_CLOCK);
    advance(Duration.ofSeconds(5).plus(MICRO));
    String key = key();
    acquire(key);

    assertThat(pendingRecord(key).claimedAt()).isEqualTo(clock.instant());
  }

  @Test
  @DisplayName("parts of a microsecond in a lease or ttl are rounded up")
  void fractionsAreRoundedUp() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key, ClaimTerms.of(Duration.ofNanos(1), Duration.ofNanos(1_001)));

    assertThat(pendingRecord(key).leaseUntil()).isEqualTo(clock.instant().plus(MICRO));
    assertThat(pendingRecord(key).retainUntil())
        .isEqualTo(clock.instant().plus(Micros.toDuration(3)));
  }

  @Test
  @DisplayName("a lapsed claim is taken over as the next attempt, by a new owner")
  void lapsedClaimIsTakenOver() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key, TERMS.withLabel("host-7"));
    advance(LEASE);

    ClaimRequest request =
        new ClaimRequest(key, FINGERPRINT, TERMS.withLabel("host-8"), Owner.random());
    Ticket second = acquired(store().claim(request));

    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.inDoubt()).isTrue();
    assertThat(second.owner()).isEqualTo(request.owner()).isNotEqualTo(first.owner());
    assertThat(second.fence()).isGreaterThan(first.fence());
    IdempotencyRecord.Pending record = pendingRecord(key);
    assertThat(record.owner()).isEqualTo(request.owner());
    assertThat(record.attempt()).isEqualTo(2);
    assertThat(record.label()).contains("host-8");
    assertThat(record.claimedAt()).isEqualTo(clock.instant());
    assertThat(record.leaseUntil()).isEqualTo(clock.instant().plus(LEASE));
    assertThat(record.retainUntil()).isEqualTo(clock.instant().plus(LEASE).plus(TTL));
  }

  @Test
  @DisplayName("each further takeover is one attempt more, and duplicates are told which one runs")
  void attemptsCountUp() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);

    for (int attempt = 2; attempt <= 5; attempt++) {
      assertThat(takeOver(key).attempt()).isEqualTo(attempt);
      assertThat(inProgress(claim(key)).attempt()).isEqualTo(attempt);
    }
  }

  @Test
  @DisplayName("a takeover goes by the terms of the new claim, not of the old")
  void takeoverHasItsOwnTerms() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    advance(LEASE);
    Duration shorter = Duration.ofSeconds(1);
    acquire(key, ClaimTerms.of(shorter, shorter));

    IdempotencyRecord.Pending record = pendingRecord(key);
    assertThat(record.leaseUntil()).isEqualTo(clock.instant().plus(shorter));
    assertThat(record.retainUntil()).isEqualTo(clock.instant().plus(shorter).plus(shorter));
    advance(shorter.multipliedBy(2));
    assertAbsent(key);
  }

  @Test
  @DisplayName("a completed key is answered with its outcome, and is not changed")
  void completedKeyIsReplayed() {
    String key = key();
    complete(acquire(key), outcome("paid"));
    IdempotencyRecord before = completedRecord(key);

    for (int i = 0; i < 3; i++) {
      assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid"));
    }
    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("completedAt and the remaining ttl of a replay are exact")
  void replayTimesAreExact() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(Duration.ofSeconds(2));
    complete(ticket, outcome("paid"));
    Duration later = Duration.ofMinutes(1).plus(MICRO);
    advance(later);

    ClaimResult.Completed replay = completed(claim(key));

    assertThat(replay.completedAt()).isEqualTo(clock.instant().minus(later));
    assertThat(replay.remainingTtl()).isEqualTo(TTL.minus(later));
  }

  @Test
  @DisplayName("a claim sent again by the same owner gets the same ticket, and changes nothing")
  void resentClaimIsTheSameClaim() {
    ClaimRequest request = request(key());
    Ticket first = acquired(store().claim(request));
    IdempotencyRecord before = pendingRecord(request.key());

    Ticket again = acquired(store().claim(request));

    assertThat(again).isEqualTo(first);
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(store().find(request.key())).contains(before);
    complete(again, outcome("paid"));
    assertRecorded(store().complete(first, outcome("paid"), TTL));
  }

  @Test
  @DisplayName(
      "a claim sent again after its lease lapsed is still the same claim, with the old lease")
  void resentClaimAfterLapseIsTheSameClaim() {
    requires(Capability.MANUAL_CLOCK);
    ClaimRequest request = request(key());
    Ticket first = acquired(store().claim(request));
    IdempotencyRecord before = pendingRecord(request.key());
    advance(LEASE.plusSeconds(1));

    assertThat(acquired(store().claim(request))).isEqualTo(first);
    assertThat(store().find(request.key())).contains(before);
  }

  @Test
  @DisplayName("a takeover sent again gets the same ticket, with the same attempt")
  void resentTakeoverIsTheSameTakeover() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    advance(LEASE);
    ClaimRequest request = request(key);
    Ticket second = acquired(store().claim(request));

    Ticket again = acquired(store().claim(request));

    assertThat(again).isEqualTo(second);
    assertThat(again.attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("the owner of a ticket of the everyday form may be used to send the claim again")
  void everydayClaimCanBeSentAgainByItsOwner() {
    String key = key();
    Ticket first = acquire(key);

    Ticket again =
        acquired(store().claim(new ClaimRequest(key, FINGERPRINT, TERMS, first.owner())));

    assertThat(again).isEqualTo(first);
  }

  @Test
  @DisplayName("a claim sent again after its completion is answered with the outcome")
  void resentClaimAfterCompletionIsReplayed() {
    ClaimRequest request = request(key());
    complete(acquired(store().claim(request)), outcome("paid"));

    assertThat(completed(store().claim(request)).outcome()).isEqualTo(outcome("paid"));
  }

  @Test
  @DisplayName("a claim sent again after a takeover does not get its claim back")
  void resentClaimAfterTakeoverIsADuplicate() {
    requires(Capability.MANUAL_CLOCK);
    ClaimRequest request = request(key());
    acquired(store().claim(request));
    Ticket second = takeOver(request.key());

    assertThat(inProgress(store().claim(request)).attempt()).isEqualTo(2);
    assertThat(pendingRecord(request.key()).owner()).isEqualTo(second.owner());
  }

  @Test
  @DisplayName("another fingerprint on a live claim is a mismatch, and changes nothing")
  void mismatchWhilePending() {
    String key = key();
    acquire(key);

    assertMismatchChangesNothing(key);
  }

  @Test
  @DisplayName("another fingerprint on a completed key is a mismatch, and changes nothing")
  void mismatchWhenCompleted() {
    String key = key();
    complete(acquire(key), outcome("paid"));

    assertMismatchChangesNothing(key);
  }

  @Test
  @DisplayName("another fingerprint on a lapsed claim is a mismatch, and takes nothing over")
  void mismatchWhenLapsed() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plusSeconds(1));

    assertMismatchChangesNothing(key);
    complete(ticket, outcome("paid"));
  }

  private void assertMismatchChangesNothing(String key) {
    IdempotencyRecord before = store().find(key).orElseThrow();
    assertThat(mismatch(store().claim(key, OTHER_FINGERPRINT, TERMS)).recorded())
        .isEqualTo(FINGERPRINT);
    assertThat(mismatch(store().claim(key, Fingerprint.NONE, TERMS)).recorded())
        .isEqualTo(FINGERPRINT);
    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("fingerprints that differ in one bit of either half mismatch")
  void everyBitOfTheFingerprintCounts() {
    String key = key();
    acquired(store().claim(key, new Fingerprint(5, 9), TERMS));

    mismatch(store().claim(key, new Fingerprint(4, 9), TERMS));
    mismatch(store().claim(key, new Fingerprint(5, 8), TERMS));
    mismatch(store().claim(key, new Fingerprint(5 | Long.MIN_VALUE, 9), TERMS));
    mismatch(store().claim(key, new Fingerprint(9, 5), TERMS));
    inProgress(store().claim(key, new Fingerprint(5, 9), TERMS));
  }

  @Test
  @DisplayName("no fingerprint matches no fingerprint and nothing else")
  void noneMatchesOnlyNone() {
    String key = key();
    acquired(store().claim(key, Fingerprint.NONE, TERMS));

    assertThat(mismatch(store().claim(key, FINGERPRINT, TERMS)).recorded())
        .isEqualTo(Fingerprint.NONE);
    inProgress(store().claim(key, Fingerprint.NONE, TERMS));
    assertThat(pendingRecord(key).fingerprint()).isEqualTo(Fingerprint.NONE);
  }

  @Test
  @DisplayName("the same owner sending its pending claim again is not a mismatch")
  void sameOwnerComesBeforeMismatch() {
    ClaimRequest request = request(key());
    Ticket first = acquired(store().claim(request));

    ClaimRequest altered =
        new ClaimRequest(request.key(), OTHER_FINGERPRINT, TERMS, request.owner());

    assertThat(acquired(store().claim(altered))).isEqualTo(first);
    assertThat(pendingRecord(request.key()).fingerprint()).isEqualTo(FINGERPRINT);
  }

  @Test
  @DisplayName("claims of different keys know nothing of one another")
  void keysAreIndependent() {
    String one = key();
    String two = key();
    complete(acquire(one), outcome("one"));

    assertThat(acquire(two).attempt()).isEqualTo(1);
    assertThat(completed(claim(one)).outcome()).isEqualTo(outcome("one"));
    assertThat(store().find(key())).isEqualTo(Optional.empty());
  }
}
