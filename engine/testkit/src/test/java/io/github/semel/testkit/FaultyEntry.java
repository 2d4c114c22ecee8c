package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.util.Map;

/** A record of {@link FaultyStore}; completed when it has an outcome. */
final class FaultyEntry {

  final String key;
  final Owner owner;
  final Fingerprint fingerprint;
  final long fence;
  final int attempt;
  ClaimTerms terms;
  long claimedAt;
  long leaseUntil;
  long expiresAt;
  Outcome outcome;
  int amendments;
  long completedAt;

  FaultyEntry(ClaimRequest request, long fence, int attempt, long now) {
    this.key = request.key();
    this.owner = request.owner();
    this.fingerprint = request.fingerprint();
    this.terms = request.terms();
    this.fence = fence;
    this.attempt = attempt;
    this.claimedAt = now;
    lease(now, terms.leaseMicros());
  }

  void lease(long from, long micros) {
    leaseUntil = from + micros;
    expiresAt = leaseUntil + terms.ttlMicros();
  }

  /** Writes this entry over whatever came since it was read. */
  FaultyEntry putBack(Map<String, FaultyEntry> entries, String stored) {
    entries.put(stored, this);
    return this;
  }

  Ticket ticket() {
    return Ticket.of(key, owner, fence, attempt);
  }

  IdempotencyRecord.Pending pendingSnapshot() {
    return new IdempotencyRecord.Pending(
        key,
        owner,
        fence,
        attempt,
        fingerprint,
        Micros.toInstant(claimedAt),
        Micros.toInstant(leaseUntil),
        Micros.toInstant(expiresAt),
        terms.label());
  }

  IdempotencyRecord snapshot(FaultyOutcomes outcomes) {
    return outcome == null
        ? pendingSnapshot()
        : new IdempotencyRecord.Completed(
            key,
            owner,
            new RecordVersion(fence, amendments),
            attempt,
            fingerprint,
            outcomes.read(outcome),
            Micros.toInstant(completedAt),
            Micros.toInstant(expiresAt));
  }
}
