package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads that complete, renew, release and amend what others claim and read. */
abstract class HolderRaceContract extends RaceSection {

  @Test
  @DisplayName("when a lapsed holder completes while others claim, either it wins or one of them")
  void completionAgainstTakeover() throws InterruptedException {
    requires(Capability.MANUAL_CLOCK);
    String[] keys = freshKeys(rounds());
    Ticket[] old = acquireAll(keys);
    advance(LEASE);
    AtomicIntegerArray recorded = new AtomicIntegerArray(rounds());
    AtomicIntegerArray takeovers = new AtomicIntegerArray(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          // Another thread completes in each round, so that no place in the start order is
          // favoured.
          if (thread == chosen(round)) {
            Completion completion = store().complete(old[round], outcome("old"), TTL);
            if (completion instanceof Completion.Recorded) {
              recorded.incrementAndGet(round);
            }
          } else if (claim(keys[round]) instanceof ClaimResult.Acquired won) {
            assertThat(won.ticket().attempt()).isEqualTo(2);
            takeovers.incrementAndGet(round);
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(recorded.get(round) + takeovers.get(round)).as("key %d", round).isEqualTo(1);
      if (recorded.get(round) == 1) {
        assertThat(completedRecord(keys[round]).outcome()).isEqualTo(outcome("old"));
      } else {
        assertThat(pendingRecord(keys[round]).attempt()).isEqualTo(2);
      }
    }
  }

  @Test
  @DisplayName(
      "when a lapsed holder renews while others claim, either it keeps the key or one gets it")
  void renewalAgainstTakeover() throws InterruptedException {
    requires(Capability.MANUAL_CLOCK);
    String[] keys = freshKeys(rounds());
    Ticket[] old = acquireAll(keys);
    advance(LEASE);
    AtomicIntegerArray holders = new AtomicIntegerArray(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          if (thread == chosen(round)) {
            if (store().renew(old[round], LEASE)) {
              holders.incrementAndGet(round);
            }
          } else if (claim(keys[round]) instanceof ClaimResult.Acquired) {
            holders.incrementAndGet(round);
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(holders.get(round)).as("holders of key %d", round).isEqualTo(1);
    }
  }

  @Test
  @DisplayName(
      "when one ticket completes from many threads, one outcome stands and all are told so")
  void completionsOfOneTicket() throws InterruptedException {
    String[] keys = freshKeys(rounds());
    Ticket[] tickets = acquireAll(keys);
    AtomicReferenceArray<Outcome> seen = new AtomicReferenceArray<>(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          assertRecorded(store().complete(tickets[round], outcome("by " + thread), TTL));
          Outcome stands = completed(claim(keys[round])).outcome();
          Outcome first = seen.compareAndExchange(round, null, stands);
          assertThat(first == null ? stands : first).isEqualTo(stands);
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(completedRecord(keys[round]).outcome()).isEqualTo(seen.get(round));
    }
  }

  @Test
  @DisplayName("of threads that amend one version at once, exactly one is granted")
  void oneAmendmentOfAVersion() throws InterruptedException {
    String[] keys = freshKeys(rounds());
    Ticket[] tickets = acquireAll(keys);
    for (Ticket ticket : tickets) {
      complete(ticket, outcome("paid"));
    }
    AtomicReferenceArray<Outcome> granted = new AtomicReferenceArray<>(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          RecordVersion version = new RecordVersion(tickets[round].fence(), 0);
          if (store().amend(keys[round], version, outcome("by " + thread))) {
            assertThat(granted.compareAndSet(round, null, outcome("by " + thread))).isTrue();
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(completedRecord(keys[round]).outcome()).isEqualTo(granted.get(round));
      assertThat(version(keys[round]).amendments()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("when a claim is released, forgotten and completed at once, exactly one is granted")
  void oneEndOfAClaim() throws InterruptedException {
    String[] keys = freshKeys(rounds());
    Ticket[] tickets = acquireAll(keys);
    AtomicIntegerArray releases = new AtomicIntegerArray(rounds());
    AtomicIntegerArray records = new AtomicIntegerArray(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          Ticket ticket = tickets[round];
          if ((thread + chosen(round)) % 2 == 0) {
            if (store().release(ticket)) {
              releases.incrementAndGet(round);
            }
          } else if (store().complete(ticket, outcome("paid"), TTL)
              instanceof Completion.Recorded) {
            records.incrementAndGet(round);
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(releases.get(round)).as("releases of key %d", round).isLessThanOrEqualTo(1);
      if (releases.get(round) == 1) {
        assertThat(records.get(round)).as("completions of released key %d", round).isZero();
        assertAbsent(keys[round]);
      } else {
        assertThat(records.get(round)).as("completions of key %d", round).isEqualTo(THREADS / 2);
        completedRecord(keys[round]);
      }
    }
  }

  @Test
  @DisplayName("duplicates that race with the completion see the outcome whole or not at all")
  void duplicatesSeeWholeOutcomes() throws InterruptedException {
    String[] keys = freshKeys(rounds());
    Ticket[] tickets = acquireAll(keys);

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          Outcome whole = outcome(keys[round].repeat(1 + round % 50));
          if (thread == chosen(round)) {
            assertRecorded(store().complete(tickets[round], whole, TTL));
            return;
          }
          ClaimResult result = claim(keys[round]);
          for (int i = 0; i < 1_000 && result instanceof ClaimResult.InProgress; i++) {
            result = claim(keys[round]);
          }
          if (!(result instanceof ClaimResult.InProgress)) {
            assertThat(completed(result).outcome()).isEqualTo(whole);
            // Once seen, it never goes back to being in progress.
            assertThat(completed(claim(keys[round])).outcome()).isEqualTo(whole);
            assertThat(completedRecord(keys[round]).outcome()).isEqualTo(whole);
          }
        });
  }

  @Test
  @DisplayName("readers that race with amendments see one outcome or the next, never backwards")
  void readersOfAmendmentsGoForward() throws InterruptedException {
    String key = key();
    Ticket ticket = acquire(key);
    int amendments = 5 * rounds() / 2;
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i <= amendments; i++) {
      outcomes.add(outcome("outcome " + i));
    }
    complete(ticket, outcomes.get(0));
    AtomicBoolean finished = new AtomicBoolean();

    Race.run(
        THREADS,
        1,
        (thread, round) -> {
          if (thread == 0) {
            try {
              for (int i = 0; i < amendments; i++) {
                RecordVersion version = new RecordVersion(ticket.fence(), i);
                assertThat(store().amend(key, version, outcomes.get(i + 1))).isTrue();
              }
            } finally {
              finished.set(true);
            }
            return;
          }
          int newest = 0;
          while (!finished.get() && newest < amendments) {
            IdempotencyRecord.Completed record = completedRecord(key);
            int seen = record.version().amendments();
            assertThat(seen).isGreaterThanOrEqualTo(newest);
            assertThat(record.outcome()).isEqualTo(outcomes.get(seen));
            newest = seen;
          }
        });
  }
}
