package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code find}, {@code amend} and {@code forget}. */
abstract class OperatorContract extends ContractSection {

  @Test
  @DisplayName("find of a key that was never claimed is empty, and makes no record")
  void findOfAbsentKey() {
    String key = key();

    assertAbsent(key);
    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("find shows a lapsed claim, and takes nothing over")
  void findOfLapsedClaim() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    IdempotencyRecord before = pendingRecord(key);
    advance(LEASE.plusSeconds(1));

    assertThat(store().find(key)).contains(before);
    complete(ticket, outcome("paid"));
  }

  @Test
  @DisplayName("an amendment replaces the outcome and counts up the version, and nothing else")
  void amendmentReplacesOutcome() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("paid"));
    IdempotencyRecord.Completed before = completedRecord(key);
    advance(Duration.ofMinutes(1));

    assertThat(store().amend(key, before.version(), Outcome.failure(new byte[] {4}))).isTrue();

    assertThat(completedRecord(key))
        .isEqualTo(
            new IdempotencyRecord.Completed(
                key,
                before.owner(),
                new RecordVersion(ticket.fence(), 1),
                before.attempt(),
                before.fingerprint(),
                Outcome.failure(new byte[] {4}),
                before.completedAt(),
                before.expiresAt()));
    assertThat(completed(claim(key)).outcome()).isEqualTo(Outcome.failure(new byte[] {4}));
    assertThat(completed(claim(key)).completedAt()).isEqualTo(before.completedAt());
    assertThat(completed(claim(key)).remainingTtl()).isEqualTo(TTL.minusMinutes(1));
    advance(TTL.minusMinutes(1).minus(MICRO));
    completedRecord(key);
    advance(MICRO);
    assertAbsent(key);
  }

  @Test
  @DisplayName("amendments follow one another, each upon the version before")
  void amendmentsChain() {
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("0"));

    for (int i = 0; i < 300; i++) {
      RecordVersion version = new RecordVersion(ticket.fence(), i);
      assertThat(version(key)).isEqualTo(version);
      assertThat(store().amend(key, version, outcome("" + (i + 1)))).isTrue();
      assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("" + (i + 1)));
    }
  }

  @Test
  @DisplayName("an amendment of an older or newer version is refused, and changes nothing")
  void amendmentOfAnotherVersionIsRefused() {
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, outcome("0"));
    assertThat(store().amend(key, version(key), outcome("1"))).isTrue();
    assertThat(store().amend(key, version(key), outcome("2"))).isTrue();

    for (int wrong : new int[] {0, 1, 3, Integer.MAX_VALUE}) {
      assertAmendRefused(key, new RecordVersion(ticket.fence(), wrong));
    }
  }

  @Test
  @DisplayName("an amendment under another fence is refused, and changes nothing")
  void amendmentOfAnotherFenceIsRefused() {
    String key = key();
    Ticket first = acquire(key);
    store().release(first);
    Ticket second = acquire(key);
    complete(second, outcome("paid"));

    assertAmendRefused(key, new RecordVersion(first.fence(), 0));
    assertAmendRefused(key, new RecordVersion(second.fence() + 1, 0));
    assertAmendRefused(key, new RecordVersion(second.fence() - 1, 0));
  }

  @Test
  @DisplayName("a pending claim cannot be amended")
  void pendingClaimIsNotAmended() {
    String key = key();
    Ticket ticket = acquire(key);

    assertAmendRefused(key, new RecordVersion(ticket.fence(), 0));
    complete(ticket, outcome("paid"));
  }

  @Test
  @DisplayName("an absent key cannot be amended")
  void absentKeyIsNotAmended() {
    assertAmendRefused(key(), new RecordVersion(1, 0));
    String released = key();
    Ticket ticket = acquire(released);
    store().release(ticket);
    assertAmendRefused(released, new RecordVersion(ticket.fence(), 0));
  }

  private void assertAmendRefused(String key, RecordVersion version) {
    var before = store().find(key);
    assertThat(store().amend(key, version, outcome("wrong"))).isFalse();
    assertThat(store().find(key)).isEqualTo(before);
  }

  @Test
  @DisplayName("an operator settles a doubt by amending it")
  void doubtIsSettled() {
    String key = key();
    complete(acquire(key), Outcome.inDoubt());
    assertThat(completed(claim(key)).outcome()).isEqualTo(Outcome.inDoubt());

    assertThat(store().amend(key, version(key), outcome("it was paid"))).isTrue();

    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("it was paid"));
    assertThat(store().amend(key, version(key), Outcome.omitted())).isTrue();
    assertThat(completed(claim(key)).outcome()).isEqualTo(Outcome.omitted());
  }

  @Test
  @DisplayName("a live claim, a lapsed one and an outcome are forgotten by their fence")
  void everyStateIsForgotten() {
    String live = key();
    assertThat(store().forget(live, acquire(live).fence())).isTrue();
    assertAbsent(live);
    assertThat(acquire(live).attempt()).isEqualTo(1);

    String recorded = key();
    Ticket ticket = acquire(recorded);
    complete(ticket, outcome("paid"));
    store().amend(recorded, version(recorded), outcome("refunded"));
    assertThat(store().forget(recorded, ticket.fence())).isTrue();
    assertAbsent(recorded);
    assertThat(acquired(store().claim(recorded, OTHER_FINGERPRINT, TERMS)).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("a lapsed claim is forgotten by its fence")
  void lapsedClaimIsForgotten() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(LEASE.plusSeconds(1));

    assertThat(store().forget(key, ticket.fence())).isTrue();
    assertThat(acquire(key).attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("forget under another fence is refused, and changes nothing")
  void forgetOfAnotherFenceIsRefused() {
    String key = key();
    Ticket first = acquire(key);
    store().release(first);
    Ticket second = acquire(key);
    IdempotencyRecord before = pendingRecord(key);

    assertThat(store().forget(key, first.fence())).isFalse();
    assertThat(store().forget(key, second.fence() + 1)).isFalse();
    assertThat(store().find(key)).contains(before);
    complete(second, outcome("paid"));
    assertThat(store().forget(key, first.fence())).isFalse();
    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid"));
  }

  @Test
  @DisplayName("forget of an absent key says false, also the second time")
  void forgetOfAbsentKey() {
    String key = key();
    assertThat(store().forget(key, 1)).isFalse();
    Ticket ticket = acquire(key);
    assertThat(store().forget(key, ticket.fence())).isTrue();
    assertThat(store().forget(key, ticket.fence())).isFalse();
  }
}
