package io.github.semel.testkit;

import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.StoreOperation;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Enters the calls of holders and operators into the {@link KeyLedger}, and judges their answers as
 * {@link LedgerChecks} does. Called under the ledger's monitor.
 */
final class LedgerHolder {

  private LedgerHolder() {}

  /** What is wrong with granting a call on the named claim; null when it can have been granted. */
  private static @Nullable String notGrantable(KeyLedger ledger, LedgerCall call) {
    LedgerClaim claim = call.named;
    if (claim == null) {
      return "granted to a stranger";
    }
    LedgerClaim newest = call.newest;
    if (newest != null && newest.fence > claim.fence) {
      return "granted although the " + newest + " had followed";
    }
    if (call.namedHadEnded) {
      return "granted although the claim had ended";
    }
    if (!claim.acquired && !ledger.unknownClaimPossible(claim.owner)) {
      return "granted although nobody made such a claim";
    }
    return null;
  }

  private static void granted(KeyLedger ledger, LedgerCall call) {
    String wrong = notGrantable(ledger, call);
    if (wrong != null) {
      ledger.violation(wrong);
    }
    if (call.named != null) {
      LedgerChecks.successor(ledger, call.named);
    }
  }

  private static boolean isPresent(KeyLedger ledger, LedgerCall call) {
    return call.named != null && LedgerChecks.presentThroughout(ledger, call, call.named);
  }

  private static boolean neverCompleted(LedgerClaim claim) {
    return !claim.recorded && claim.candidates.isEmpty();
  }

  // --- complete
  // -----------------------------------------------------------------------------------

  static LedgerCall beginComplete(KeyLedger ledger, CompletionRequest request, long lo) {
    Ticket ticket = request.ticket();
    LedgerCall call =
        ledger.beginNaming(StoreOperation.COMPLETE, request, lo, ticket.fence(), ticket.owner());
    // Once a completion was answered, another can only be the same sent again.
    if (call.named != null && !call.named.recorded) {
      call.named.candidates.add(
          new LedgerClaim.Candidate(call, request.outcome(), Micros.of(request.ttl())));
    }
    return call;
  }

  static void completed(KeyLedger ledger, LedgerCall call, Completion completion) {
    LedgerClaim claim = call.named;
    if (completion instanceof Completion.Recorded) {
      if (claim != null) {
        claim.recorded = true;
        if (claim.released) {
          ledger.violation("recorded, although the claim was released");
        }
        if (claim.acquired && call.lo >= Math.max(claim.retainMax(), claim.expiryMax(call))) {
          ledger.violation("recorded, although the claim had expired");
        }
      }
      granted(ledger, call);
      return;
    }
    withdraw(call);
    if (completion instanceof Completion.Superseded superseded) {
      if (isPresent(ledger, call)) {
        ledger.violation("a rightful holder was superseded: " + call.named);
      }
      LedgerReads.found(ledger, call, superseded.current());
    }
  }

  /** A completion that was refused or threw without effect is no candidate. */
  static void withdraw(LedgerCall call) {
    if (call.named == null) {
      return;
    }
    for (Iterator<LedgerClaim.Candidate> all = call.named.candidates.iterator(); all.hasNext(); ) {
      if (all.next().call() == call) {
        all.remove();
      }
    }
  }

  // --- renew
  // --------------------------------------------------------------------------------------

  /** The argument of a renewal, for reports. */
  record Renewal(Ticket ticket, Duration lease) {}

  static LedgerCall beginRenew(KeyLedger ledger, Renewal renewal, long lo) {
    Ticket ticket = renewal.ticket();
    LedgerCall call =
        ledger.beginNaming(StoreOperation.RENEW, renewal, lo, ticket.fence(), ticket.owner());
    LedgerClaim claim = call.named;
    if (claim != null) {
      call.renewalsBegun = ++claim.renewalsBegun;
      call.renewalsWereOpen = claim.renewalsOpen++ > 0;
      call.leaseMinBefore = claim.leaseMin;
      claim.leaseMin = Math.min(claim.leaseMin, lo + Micros.of(renewal.lease()));
    }
    return call;
  }

  static void renewed(KeyLedger ledger, LedgerCall call, Renewal renewal, boolean renewed) {
    LedgerClaim claim = call.named;
    if (claim != null) {
      claim.renewalsOpen--;
      boolean alone = !call.renewalsWereOpen && claim.renewalsBegun == call.renewalsBegun;
      if (renewed) {
        if (call.lo >= claim.retainMax()) {
          ledger.violation("renewed, although the claim had expired");
        }
        long lease = Micros.of(renewal.lease());
        claim.renewed(call.lo + lease, call.hi + lease, alone);
      } else if (alone) {
        claim.leaseMin = call.leaseMinBefore;
      }
    }
    if (renewed) {
      granted(ledger, call);
      if (call.namedWasRecorded) {
        ledger.violation("renewed, although the claim was completed");
      }
    } else if (isPresent(ledger, call) && claim != null && neverCompleted(claim)) {
      ledger.violation("a rightful holder was refused its renewal: " + claim);
    }
  }

  // --- release and forget
  // -------------------------------------------------------------------------

  static LedgerCall beginRelease(KeyLedger ledger, Ticket ticket, long lo) {
    LedgerCall call =
        ledger.beginNaming(StoreOperation.RELEASE, ticket, lo, ticket.fence(), ticket.owner());
    if (call.named != null) {
      call.named.releasesPossible++;
    }
    return call;
  }

  static void released(KeyLedger ledger, LedgerCall call, boolean released) {
    LedgerClaim claim = call.named;
    if (released) {
      granted(ledger, call);
      if (claim != null) {
        if (claim.hadEnded() || claim.recorded) {
          ledger.violation("released, although the claim had another end");
        }
        if (claim.acquired && call.lo >= claim.retainMax()) {
          ledger.violation("released, although the claim had expired");
        }
        claim.released = true;
      }
      return;
    }
    if (claim != null) {
      claim.releasesPossible--;
      if (isPresent(ledger, call) && neverCompleted(claim)) {
        ledger.violation("a rightful holder was refused its release: " + claim);
      }
    }
  }

  /** The argument of a forget, for reports. */
  record Forget(long fence) {}

  static LedgerCall beginForget(KeyLedger ledger, Forget forget, long lo) {
    LedgerCall call = ledger.beginNaming(StoreOperation.FORGET, forget, lo, forget.fence(), null);
    if (call.named != null) {
      call.named.forgetsPossible++;
    }
    return call;
  }

  static void forgotten(KeyLedger ledger, LedgerCall call, boolean forgotten) {
    LedgerClaim claim = call.named;
    if (claim == null) {
      return;
    }
    if (forgotten) {
      granted(ledger, call);
      if (claim.hadEnded()) {
        ledger.violation("forgotten, although the claim had another end");
      }
      claim.forgotten = true;
      return;
    }
    claim.forgetsPossible--;
    if (isPresent(ledger, call)) {
      ledger.violation("a record that is there was not forgotten: " + claim);
    }
  }

  // --- amend
  // --------------------------------------------------------------------------------------

  /** The argument of an amendment, for reports. */
  record Amend(RecordVersion version, Outcome outcome) {}

  static LedgerCall beginAmend(KeyLedger ledger, Amend amend, long lo) {
    RecordVersion version = amend.version();
    LedgerCall call = ledger.beginNaming(StoreOperation.AMEND, amend, lo, version.fence(), null);
    LedgerClaim claim = call.named;
    if (claim != null) {
      call.amendmentsBegun = ++claim.amendmentsBegun;
      call.amendmentsWereOpen = !claim.amendments.isEmpty();
      claim.amendments.add(
          new LedgerClaim.Amendment(call, version.amendments() + 1, amend.outcome()));
    }
    return call;
  }

  static void amended(KeyLedger ledger, LedgerCall call, Amend amend, boolean amended) {
    LedgerClaim claim = call.named;
    if (claim == null) {
      return;
    }
    claim.amendments.removeIf(each -> each.call() == call);
    int version = amend.version().amendments();
    if (amended) {
      granted(ledger, call);
      if (version < call.namedVersion || !claim.grantAmendment(version)) {
        ledger.violation("version " + version + " was amended twice");
      } else if (!claim.canHave(version)) {
        ledger.violation("version " + version + " was amended, which never was");
      }
      claim.know(version + 1, amend.outcome());
      return;
    }
    boolean alone = !call.amendmentsWereOpen && claim.amendmentsBegun == call.amendmentsBegun;
    if (alone
        && call.namedWasRecorded
        && claim.knownVersion() == version
        && isPresent(ledger, call)) {
      ledger.violation("a rightful amendment of version " + version + " was refused");
    }
  }
}
