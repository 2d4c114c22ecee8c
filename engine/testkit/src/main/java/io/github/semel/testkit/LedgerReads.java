package io.github.semel.testkit;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what {@code find} shows, as {@link LedgerChecks} judges claims. */
final class LedgerReads {

  private LedgerReads() {}

  static void found(KeyLedger ledger, LedgerCall call, Optional<IdempotencyRecord> found) {
    LedgerClaim recorded = LedgerChecks.recordedThroughout(call);
    LedgerClaim pending = LedgerChecks.pendingThroughout(ledger, call);
    if (found.isEmpty()) {
      if (recorded != null || pending != null) {
        ledger.violation(
            "absent, although the " + (recorded != null ? recorded : pending) + " is there");
      }
      return;
    }
    IdempotencyRecord record = found.get();
    if (!record.key().equals(ledger.key)) {
      ledger.violation("the record of another key: " + record);
    }
    if (record instanceof IdempotencyRecord.Pending shown) {
      foundPending(ledger, call, shown, recorded);
    } else if (record instanceof IdempotencyRecord.Completed shown) {
      foundCompleted(ledger, call, shown, pending);
    }
  }

  /** The claim that a record is of; null, with a violation where there is none. */
  private static @Nullable LedgerClaim claimOf(
      KeyLedger ledger, LedgerCall call, IdempotencyRecord record) {
    LedgerClaim newest = call.newest;
    if (newest != null && newest.fence > record.fence()) {
      ledger.violation("a record that the " + newest + " has replaced: " + record);
      return null;
    }
    LedgerClaim claim = ledger.claim(record.fence());
    if (claim == null || !claim.acquired) {
      if (ledger.knowsAllSince(call) && !ledger.unknownClaimPossible(record.owner())) {
        ledger.violation("a record of a claim that nobody made: " + record);
      }
      return null;
    }
    if (!record.owner().equals(claim.owner)
        || record.attempt() != claim.attempt
        || !record.fingerprint().equals(claim.fingerprint)) {
      ledger.violation("a record that says otherwise than the " + claim + ": " + record);
    }
    if (claim == newest && call.newestHadEnded) {
      ledger.violation("a record of the " + claim + ", which was removed: " + record);
    }
    return claim;
  }

  private static void foundPending(
      KeyLedger ledger,
      LedgerCall call,
      IdempotencyRecord.Pending record,
      @Nullable LedgerClaim recorded) {
    LedgerClaim claim = claimOf(ledger, call, record);
    if (recorded != null || (claim != null && claim == call.newest && call.newestWasRecorded)) {
      ledger.violation("pending, although an outcome is recorded: " + record);
    }
    if (claim == null) {
      return;
    }
    long claimedAt = Micros.of(record.claimedAt());
    if (claimedAt < claim.claimLo || claimedAt > claim.claimHi) {
      ledger.violation(
          "claimedAt is not between " + claim.claimLo + " and " + claim.claimHi + ": " + record);
    }
    long leaseUntil = Micros.of(record.leaseUntil());
    if (claim.renewalsBegun == 0
        && (leaseUntil < claim.leaseMin || leaseUntil > claim.leaseMax())) {
      ledger.violation("a lease that the " + claim + " was not given: " + record);
    }
    if (call.lo >= Micros.of(record.retainUntil())) {
      ledger.violation("a claim that has expired is still there: " + record);
    }
  }

  private static void foundCompleted(
      KeyLedger ledger,
      LedgerCall call,
      IdempotencyRecord.Completed record,
      @Nullable LedgerClaim pending) {
    LedgerClaim claim = claimOf(ledger, call, record);
    if (pending != null) {
      ledger.violation("completed, although the " + pending + " was not: " + record);
    }
    long expiresAt = Micros.of(record.expiresAt());
    if (call.lo >= expiresAt) {
      ledger.violation("an outcome that has expired is still there: " + record);
    }
    if (claim == null) {
      return;
    }
    int version = record.version().amendments();
    if (claim == call.newest && version < call.newestVersion) {
      ledger.violation("version " + version + " after version " + call.newestVersion);
    } else if (!claim.canRead(version, record.outcome())) {
      ledger.violation("an outcome that nobody recorded as version " + version + ": " + record);
    } else {
      claim.know(version, record.outcome());
    }
    if (!claim.acceptTimes(Micros.of(record.completedAt()), expiresAt)) {
      ledger.violation("times of completion that contradict what was recorded: " + record);
    }
  }
}
