package io.github.semel.heap;

import io.github.semel.ClaimResult;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.StoreClock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of an entry at one moment, with the stripe's monitor or without. The clock is
 * read after the state: a reading from before it could find a lease live that had lapsed by then.
 */
final class Reading {

  private Reading() {}

  /**
   * What a claim finds; null when the entry is gone, has expired, has lapsed or is being completed
   * at this moment. Under the monitor null means expired or lapsed.
   */
  static @Nullable ClaimResult answer(
      Entry entry, Fingerprint fingerprint, @Nullable Owner owner, StoreClock clock) {
    Object state = entry.state();
    if (state == null) {
      return answerPending(entry, fingerprint, owner, clock);
    }
    if (Entry.isGone(state)) {
      return null;
    }
    // What lies in other objects is touched before the clock, which waits for loads that are under
    // way and holds up those that follow: so they are fetched side by side.
    Outcome outcome = Entry.outcome(state);
    boolean sameRequest = entry.fingerprint().equals(fingerprint);
    long remaining = entry.expiresAt() - clock.micros();
    if (remaining <= 0) {
      return null;
    }
    return sameRequest
        ? new ClaimResult.Completed(
            outcome, Micros.toInstant(entry.completedAt()), Micros.toDuration(remaining))
        : new ClaimResult.Mismatch(entry.fingerprint());
  }

  private static @Nullable ClaimResult answerPending(
      Entry entry, Fingerprint fingerprint, @Nullable Owner owner, StoreClock clock) {
    Object times = entry.times();
    if (!Entry.areOfPending(times)) {
      return null;
    }
    long now = clock.micros();
    long remaining = entry.leaseUntil(times) - now;
    if (remaining <= 0) {
      return null;
    }
    if (owner != null && entry.isOwnedBy(owner)) {
      return entry;
    }
    return entry.fingerprint().equals(fingerprint)
        ? new ClaimResult.InProgress(
            Entry.terms(times).label(),
            entry.attempt(),
            Micros.toDuration(now - entry.claimedAt(times)),
            Micros.toDuration(remaining))
        : new ClaimResult.Mismatch(entry.fingerprint());
  }

  /**
   * The record in an entry; empty when it has expired, is gone or is being completed at this
   * moment. Under the monitor empty means expired.
   */
  static Optional<IdempotencyRecord> record(Entry entry, StoreClock clock) {
    Object state = entry.state();
    if (state == null) {
      Object times = entry.times();
      return Entry.areOfPending(times) && clock.micros() < entry.retainUntil(times)
          ? Optional.of(entry.pendingRecord(times))
          : Optional.empty();
    }
    return !Entry.isGone(state) && clock.micros() < entry.expiresAt()
        ? Optional.of(entry.completedRecord(state))
        : Optional.empty();
  }
}
