package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the answers of claims against the {@link KeyLedger}. Every check is of the form: whatever
 * order the calls took place in, and whatever the calls under way have done, this answer cannot be.
 * Called under the ledger's monitor, after the answer was entered.
 */
final class LedgerChecks {

  private LedgerChecks() {}

  // --- what is certain throughout a call
  // ----------------------------------------------------------

  /** The claim whose outcome was recorded before the call and was there until after it, if any. */
  static @Nullable LedgerClaim recordedThroughout(LedgerCall call) {
    LedgerClaim newest = call.newest;
    return newest != null
            && call.newestWasRecorded
            && !newest.removalPossible()
            && newest.expiryMin() > call.hi
        ? newest
        : null;
  }

  /** The claim that was pending before the call and was so until after it, if any. */
  static @Nullable LedgerClaim pendingThroughout(KeyLedger ledger, LedgerCall call) {
    LedgerClaim newest = call.newest;
    if (newest == null
        || newest.recorded
        || !newest.candidates.isEmpty()
        || newest.removalPossible()) {
      return null;
    }
    return newest.leaseMin > call.hi || (ledger.quiet(call) && newest.retainMin() > call.hi)
        ? newest
        : null;
  }

  /** Whether the newest claim was there, in whatever state, from before the call until after it. */
  static boolean presentThroughout(KeyLedger ledger, LedgerCall call, LedgerClaim claim) {
    if (claim != call.newest || claim.removalPossible()) {
      return false;
    }
    if (claim.recorded) {
      // Recorded at some time, so nobody took over; it was there unless it has expired.
      return claim.expiryMin() > call.hi && (call.newestWasRecorded || claim.retainMin() > call.hi);
    }
    boolean notTakenOver = claim.leaseMin > call.hi || ledger.quiet(call);
    return notTakenOver && claim.retainMin() > call.hi && claim.expiryMin() > call.hi;
  }

  // --- claims
  // -------------------------------------------------------------------------------------

  static void claimed(KeyLedger ledger, LedgerCall call, ClaimResult result) {
    ClaimRequest request = (ClaimRequest) call.argument;
    if (result instanceof ClaimResult.Acquired acquired) {
      acquired(ledger, call, request, acquired.ticket());
      return;
    }
    LedgerClaim recorded = recordedThroughout(call);
    LedgerClaim pending = pendingThroughout(ledger, call);
    LedgerClaim known = recorded != null ? recorded : pending;
    if (result instanceof ClaimResult.Mismatch mismatch) {
      mismatched(ledger, call, request, mismatch, known);
      return;
    }
    if (known != null && !request.fingerprint().equals(known.fingerprint)) {
      ledger.violation("no mismatch was noticed with the " + known);
    }
    if (result instanceof ClaimResult.InProgress inProgress) {
      inProgress(ledger, call, inProgress, recorded);
    } else if (result instanceof ClaimResult.Completed completed) {
      replayed(ledger, call, request, completed, pending);
    }
  }

  private static void acquired(
      KeyLedger ledger, LedgerCall call, ClaimRequest request, Ticket ticket) {
    if (!ticket.key().equals(request.key())) {
      ledger.violation("the ticket is for another key: " + ticket);
    }
    LedgerClaim claim = ledger.claim(ticket.fence());
    if (claim != null && claim.acquired) {
      acquiredAgain(ledger, call, request, ticket, claim);
      return;
    }
    if (ticket.fence() <= ledger.prunedFence) {
      // Sent again, and its claim is no longer kept; or a fence given out of order.
      LedgerClaim since = call.newest;
      if (since != null && since.fence > ticket.fence()) {
        ledger.violation("fence " + ticket.fence() + " was given after " + since.fence);
      }
      return;
    }
    if (claim == null) {
      claim = new LedgerClaim(ticket.fence());
      ledger.insert(claim);
    }
    claim.owner = ticket.owner();
    claim.attempt = ticket.attempt();
    claim.fingerprint = request.fingerprint();
    long lo = call.lo;
    long leaseMin = call.lo + request.terms().leaseMicros();
    long leaseMax = call.hi + request.terms().leaseMicros();
    // The same claim, sent more than once, may have taken place in a call that is not answered yet.
    for (List<LedgerCall> unanswered : List.of(ledger.open, ledger.lost)) {
      for (LedgerCall other : unanswered) {
        ClaimRequest same = (ClaimRequest) other.argument;
        if (same.owner().equals(ticket.owner())) {
          lo = Math.min(lo, other.lo);
          leaseMin = Math.min(leaseMin, other.lo + same.terms().leaseMicros());
          leaseMax = Math.max(leaseMax, call.hi + same.terms().leaseMicros());
        }
      }
    }
    claim.acquire(lo, call.hi, leaseMin, leaseMax, request.terms());
    ledger.acquired(claim);
    LedgerClaim newestBefore = call.newest;
    if (newestBefore != null && newestBefore.fence > claim.fence) {
      ledger.violation(
          "fence " + claim.fence + " was given after the higher fence " + newestBefore.fence);
    }
    LedgerClaim before = ledger.before(claim);
    if (before != null && !before.canBeOverBy(claim.claimHi)) {
      ledger.violation("acquired while the " + before + " was " + state(before));
    }
    successor(ledger, claim);
    attempt(ledger, request, claim, before);
  }

  /** Checks that the claim after {@code claim}, if one is known, can have been made after it. */
  static void successor(KeyLedger ledger, LedgerClaim claim) {
    LedgerClaim after = ledger.after(claim);
    if (claim.acquired && after != null && !claim.canBeOverBy(after.claimHi)) {
      ledger.violation(
          "the " + after + " was acquired while the " + claim + " was " + state(claim));
    }
  }

  private static String state(LedgerClaim claim) {
    return claim.recorded
        ? "completed until " + claim.expiryMin() + " at least"
        : "live until " + claim.leaseMin + " at least";
  }

  private static void attempt(
      KeyLedger ledger, ClaimRequest request, LedgerClaim claim, @Nullable LedgerClaim before) {
    if (ledger.unknownClaimPossible(null)
        || ledger.after(claim) != null
        || (before == null && ledger.prunedFence != Long.MIN_VALUE)) {
      return;
    }
    if (claim.attempt == 1) {
      if (before != null && !before.canBeAbsentBy(claim.claimHi)) {
        ledger.violation("a takeover of the " + before + " is called a first attempt");
      }
      return;
    }
    if (before == null || before.hadEnded() || before.recorded) {
      ledger.violation("attempt " + claim.attempt + " of a key that nobody had abandoned");
    } else if (claim.attempt != before.attempt + 1) {
      ledger.violation("attempt " + claim.attempt + " after the " + before);
    } else if (!request.fingerprint().equals(before.fingerprint)) {
      ledger.violation("taken over from the " + before + " in spite of its other fingerprint");
    }
  }

  private static void acquiredAgain(
      KeyLedger ledger, LedgerCall call, ClaimRequest request, Ticket ticket, LedgerClaim claim) {
    if (!ticket.owner().equals(claim.owner)) {
      ledger.violation("fence " + claim.fence + " was given to two owners");
      return;
    }
    if (ticket.attempt() != claim.attempt) {
      ledger.violation("the " + claim + " sent again became attempt " + ticket.attempt());
    }
    if (call.began < claim.knownSince) {
      // This call may be the one that made the claim.
      claim.claimLo = Math.min(claim.claimLo, call.lo);
      claim.claimHi = Math.min(claim.claimHi, call.hi);
      long lease = request.terms().leaseMicros();
      claim.renewed(call.lo + lease, call.hi + lease, false);
      return;
    }
    LedgerClaim newest = call.newest;
    if ((newest != null && newest.fence > claim.fence)
        || (newest == claim && (call.newestHadEnded || call.newestWasRecorded))
        || call.lo >= claim.retainMax()) {
      ledger.violation("the " + claim + " was given again after it had ended");
    }
  }

  private static void mismatched(
      KeyLedger ledger,
      LedgerCall call,
      ClaimRequest request,
      ClaimResult.Mismatch mismatch,
      @Nullable LedgerClaim known) {
    if (mismatch.recorded().equals(request.fingerprint())) {
      ledger.violation("a mismatch of equal fingerprints");
    }
    LedgerClaim newest = call.newest;
    boolean quiet = ledger.quiet(call);
    if (quiet && (newest == null || call.newestHadEnded)) {
      ledger.violation("a mismatch with a key that has no record");
    }
    LedgerClaim current = quiet ? newest : known;
    if (current != null && !mismatch.recorded().equals(current.fingerprint)) {
      ledger.violation("a mismatch with a fingerprint that the " + current + " does not have");
    }
  }

  private static void inProgress(
      KeyLedger ledger,
      LedgerCall call,
      ClaimResult.InProgress inProgress,
      @Nullable LedgerClaim recorded) {
    if (recorded != null) {
      ledger.violation("in progress, although the outcome of the " + recorded + " is recorded");
      return;
    }
    if (!ledger.quiet(call)) {
      return;
    }
    LedgerClaim newest = call.newest;
    if (newest == null || call.newestHadEnded || call.newestWasRecorded) {
      ledger.violation("in progress, although nobody holds the key");
    } else if (call.lo >= newest.leaseMax()) {
      ledger.violation("in progress, although the lease ended at " + newest.leaseMax());
    } else if (inProgress.attempt() != newest.attempt) {
      ledger.violation("the attempt of another claim than the " + newest);
    }
    long remaining = Micros.of(inProgress.remainingLease());
    if (remaining <= 0
        || (newest != null
            && newest.renewalsBegun == 0
            && remaining > newest.leaseMax() - call.lo)) {
      ledger.violation("a remaining lease that the claim does not have");
    }
  }

  private static void replayed(
      KeyLedger ledger,
      LedgerCall call,
      ClaimRequest request,
      ClaimResult.Completed completed,
      @Nullable LedgerClaim pending) {
    if (pending != null) {
      ledger.violation("an outcome, although the " + pending + " was not completed");
    }
    long completedAt = Micros.of(completed.completedAt());
    LedgerClaim match = null;
    for (LedgerClaim claim : ledger.claimsFrom(call.newest)) {
      boolean fits =
          !(claim == call.newest && call.newestHadEnded)
              && canRead(call, claim, completed.outcome())
              && claim.canBeCompletedAt(completedAt)
              && call.lo < claim.expiryMax(null);
      if (fits) {
        match = claim;
      }
    }
    if (match == null && ledger.knowsAllSince(call)) {
      ledger.violation(
          "an outcome that nobody recorded, or that was replaced, removed or had expired");
    }
    if (match == null) {
      return;
    }
    if (match.acquired && !request.fingerprint().equals(match.fingerprint)) {
      ledger.violation("the outcome of the " + match + ", whose fingerprint differs");
    }
    if (completed.remainingTtl().isNegative() || completed.remainingTtl().isZero()) {
      ledger.violation("an outcome with no time to live left");
    }
    if (match.amendmentsBegun == 0) {
      match.know(0, completed.outcome());
    }
  }

  private static boolean canRead(LedgerCall call, LedgerClaim claim, Outcome outcome) {
    return claim.canReadFrom(claim == call.newest ? call.newestVersion : 0, outcome);
  }

  /** A claim was refused for lack of room, as if the key were new. */
  static void refused(KeyLedger ledger, LedgerCall call) {
    LedgerClaim newest = call.newest;
    if (newest != null && presentThroughout(ledger, call, newest)) {
      ledger.violation("refused for lack of room, although the key is held by the " + newest);
    }
  }
}
