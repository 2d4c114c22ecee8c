package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every branch of {@code complete} that a rightful holder meets. */
abstract class CompleteContract extends ContractSection {

  @Test
  @DisplayName("a completion makes a completed record with the ticket's proof")
  void completionMakesCompletedRecord() {
    String key = key();
    Ticket ticket = acquire(key);

    assertRecorded(store().complete(ticket, outcome("paid"), TTL));

    IdempotencyRecord.Completed record = completedRecord(key);
    assertThat(record.key()).isEqualTo(key);
    assertThat(record.owner()).isEqualTo(ticket.owner());
    assertThat(record.version()).isEqualTo(new RecordVersion(ticket.fence(), 0));
    assertThat(record.fence()).isEqualTo(ticket.fence());
    assertThat(record.attempt()).isEqualTo(1);
    assertThat(record.fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(record.outcome()).isEqualTo(outcome("paid"));
    assertThat(record.expiresAt()).isEqualTo(record.completedAt().plus(TTL));
  }

  @Test
  @DisplayName("completedAt is the store's time at the completion, and the ttl counts from there")
  void timesOfCompletionAreExact() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(Duration.ofSeconds(3).plus(MICRO));
    Duration ttl = Duration.ofMinutes(7).plus(MICRO);

    assertRecorded(store().complete(ticket, outcome("paid"), ttl));

    assertThat(completedRecord(key).completedAt()).isEqualTo(clock.instant());
    assertThat(completedRecord(key).expiresAt()).isEqualTo(clock.instant().plus(ttl));
  }

  @Test
  @DisplayName("a completion long after the claim has exact times")
  void timesOfLateCompletionAreExact() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plus(TTL).minus(MICRO));
    Duration ttl = Duration.ofDays(400).plus(MICRO);

    assertRecorded(store().complete(ticket, outcome("paid"), ttl));

    assertThat(completedRecord(key).completedAt()).isEqualTo(clock.instant());
    assertThat(completedRecord(key).expiresAt()).isEqualTo(clock.instant().plus(ttl));
    assertThat(completed(claim(key)).remainingTtl()).isEqualTo(ttl);
  }

  @Test
  @DisplayName("a completion sent again is recorded, and changes nothing")
  void resentCompletionChangesNothing() {
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    IdempotencyRecord before = completedRecord(key);

    assertRecorded(store().complete(ticket, outcome("paid"), TTL));

    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("a completion sent again later, with another outcome or ttl, changes nothing either")
  void resentCompletionNeverReplaces() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    IdempotencyRecord before = completedRecord(key);
    advance(Duration.ofMinutes(1));

    assertRecorded(store().complete(ticket, outcome("paid twice"), TTL.multipliedBy(2)));

    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("a ticket put together from its parts completes, and sends the completion again")
  void rebuiltTicketCompletes() {
    String key = key();
    Ticket ticket = rebuilt(acquire(key));

    complete(ticket, outcome("paid"));
    complete(rebuilt(ticket), outcome("paid"));

    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid"));
  }

  @Test
  @DisplayName("the attempt in a ticket put together is not part of its proof")
  void attemptIsNoProof() {
    String key = key();
    Ticket ticket = acquire(key);

    complete(Ticket.of(key, ticket.owner(), ticket.fence(), 7), outcome("paid"));

    assertThat(completedRecord(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("a lapsed holder whom nobody followed still completes")
  void lapsedHolderCompletes() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plusSeconds(1));

    complete(ticket, outcome("paid late"));

    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid late"));
  }

  @Test
  @DisplayName("a holder completes until the last microsecond of its retention")
  void completesUntilRetentionEnds() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plus(TTL).minus(MICRO));

    complete(ticket, outcome("paid very late"));

    assertThat(completed(claim(key)).remainingTtl()).isEqualTo(TTL);
  }

  @Test
  @DisplayName("from the instant its retention ends a completion is superseded, by nobody")
  void retentionEndSupersedes() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plus(TTL));

    assertThat(superseded(store().complete(ticket, outcome("paid"), TTL)).current()).isEmpty();
    assertAbsent(key);
  }

  @Test
  @DisplayName("the completion of a second attempt is recorded as that attempt's")
  void secondAttemptCompletes() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    Ticket second = takeOver(key);

    complete(second, outcome("paid by the second"));

    assertThat(completedRecord(key).attempt()).isEqualTo(2);
    assertThat(completedRecord(key).fence()).isEqualTo(second.fence());
    assertThat(completedRecord(key).owner()).isEqualTo(second.owner());
  }

  @Test
  @DisplayName("a completed claim can no longer be renewed or released")
  void completedClaimIsNeitherRenewedNorReleased() {
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    IdempotencyRecord before = completedRecord(key);

    assertThat(store().renew(ticket, LEASE)).isFalse();
    assertThat(store().release(ticket)).isFalse();
    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("a completion sent again after an amendment is recorded, and the amendment stands")
  void resentCompletionKeepsAmendment() {
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    assertThat(store().amend(key, version(key), outcome("refunded"))).isTrue();

    assertRecorded(store().complete(ticket, outcome("paid"), TTL));

    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("refunded"));
  }

  @Test
  @DisplayName("every kind of outcome is replayed as what it is")
  void everyStatusIsReplayed() {
    for (Outcome outcome :
        new Outcome[] {
          Outcome.success(new byte[] {1, 2}),
          Outcome.failure(new byte[] {1, 2}),
          Outcome.failure(new byte[0]),
          Outcome.omitted(),
          Outcome.inDoubt()
        }) {
      String key = key();
      complete(acquire(key), outcome);

      assertThat(completed(claim(key)).outcome()).isEqualTo(outcome);
      assertThat(completedRecord(key).outcome()).isEqualTo(outcome);
    }
  }
}
