package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.Owner;
import io.github.semel.StoreOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one key: its last claims in the order of their fences, and the calls under way.
 *
 * <p><b>Concurrency.</b> A call is entered here before it is made and again when it is answered,
 * each time under this object's monitor. So what is in the ledger when a call begins happened
 * before it, and what is not in it when the call is answered happened after it, or is under way.
 * What is judged by {@link LedgerChecks} rests on nothing else, and on the times that were read
 * before and after.
 */
final class KeyLedger {

  /** How many claims are kept; an older one matters only to a call that took very long. */
  private static final int CLAIMS_KEPT = 12;

  private static final int CALLS_KEPT = 12;

  final String key;

  /** By ascending fence. */
  private final List<LedgerClaim> claims = new ArrayList<>(2);

  private final ArrayDeque<LedgerCall> history = new ArrayDeque<>(2);
  private final Consumer<Violation> violations;

  /** Claims of the key under way. */
  final List<LedgerCall> open = new ArrayList<>(1);

  /** Claims that threw, so that they may have taken place. */
  final List<LedgerCall> lost = new ArrayList<>(0);

  @Nullable LedgerClaim newest;
  long claimsBegun;

  /** The highest fence of the claims that are no longer kept. */
  long prunedFence = Long.MIN_VALUE;

  private long events;

  KeyLedger(String key, Consumer<Violation> violations) {
    this.key = key;
    this.violations = violations;
  }

  // --- calls
  // --------------------------------------------------------------------------------------

  LedgerCall begin(StoreOperation operation, Object argument, long lo) {
    LedgerCall call = new LedgerCall(operation, argument, lo);
    call.began = ++events;
    LedgerClaim known = newest;
    if (known != null) {
      call.newest = known;
      call.newestHadEnded = known.hadEnded();
      call.newestWasRecorded = known.recorded;
      call.newestVersion = known.knownVersion();
    }
    call.claimsBegun = claimsBegun;
    call.claimsWereOpen = !open.isEmpty();
    return call;
  }

  LedgerCall beginClaim(ClaimRequest request, long lo) {
    LedgerCall call = begin(StoreOperation.CLAIM, request, lo);
    open.add(call);
    claimsBegun++;
    call.claimsBegun = claimsBegun;
    return call;
  }

  /** Begins a call that names a claim by its fence. */
  LedgerCall beginNaming(
      StoreOperation operation, Object argument, long lo, long fence, @Nullable Owner owner) {
    LedgerCall call = begin(operation, argument, lo);
    LedgerClaim named = claim(fence);
    if (named == null) {
      named = new LedgerClaim(fence);
      named.owner = owner;
      insert(named);
    }
    if (owner != null && named.owner != null && !owner.equals(named.owner)) {
      // A stranger, whose call can do nothing to the claim.
      return call;
    }
    call.named = named;
    call.namedHadEnded = named.hadEnded();
    call.namedWasRecorded = named.recorded;
    call.namedVersion = named.knownVersion();
    return call;
  }

  void answered(LedgerCall call, Object answer, long hi) {
    call.answered = ++events;
    call.answer = answer;
    call.hi = hi;
    if (call.operation == StoreOperation.CLAIM) {
      open.remove(call);
    }
    if (history.size() == CALLS_KEPT) {
      history.removeFirst();
    }
    history.addLast(call);
  }

  /** Whether no claim but {@code call} itself was under way from its beginning until now. */
  boolean quiet(LedgerCall call) {
    return !call.claimsWereOpen && claimsBegun == call.claimsBegun && lost.isEmpty();
  }

  // --- claims
  // -------------------------------------------------------------------------------------

  @Nullable LedgerClaim claim(long fence) {
    for (int i = claims.size() - 1; i >= 0; i--) {
      if (claims.get(i).fence == fence) {
        return claims.get(i);
      }
    }
    return null;
  }

  /** Those from {@code least} on, or all; they may be current when {@code least} was the newest. */
  Collection<LedgerClaim> claimsFrom(@Nullable LedgerClaim least) {
    if (least == null) {
      return claims;
    }
    int from = claims.size();
    while (from > 0 && claims.get(from - 1).fence >= least.fence) {
      from--;
    }
    return claims.subList(from, claims.size());
  }

  /** The acquired claim with the next lower fence. */
  @Nullable LedgerClaim before(LedgerClaim claim) {
    LedgerClaim before = null;
    for (LedgerClaim each : claims) {
      if (each.fence < claim.fence && each.acquired) {
        before = each;
      }
    }
    return before;
  }

  /** The acquired claim with the next higher fence. */
  @Nullable LedgerClaim after(LedgerClaim claim) {
    for (LedgerClaim each : claims) {
      if (each.fence > claim.fence && each.acquired) {
        return each;
      }
    }
    return null;
  }

  void insert(LedgerClaim claim) {
    int at = claims.size();
    while (at > 0 && claims.get(at - 1).fence > claim.fence) {
      at--;
    }
    claims.add(at, claim);
    if (claims.size() > CLAIMS_KEPT && claims.get(0) != newest && claims.get(0) != claim) {
      prunedFence = Math.max(prunedFence, claims.remove(0).fence);
    }
  }

  void acquired(LedgerClaim claim) {
    claim.knownSince = events;
    if (newest == null || newest.fence < claim.fence) {
      newest = claim;
    }
  }

  /** Whether every claim that was made since the call began, and answered, is still kept. */
  boolean knowsAllSince(LedgerCall call) {
    LedgerClaim least = call.newest;
    return prunedFence == Long.MIN_VALUE || (least != null && least.fence > prunedFence);
  }

  /**
   * Whether a claim that is not in the ledger yet, of this owner if given, can have taken place.
   */
  boolean unknownClaimPossible(@Nullable Owner owner) {
    return isAmong(open, owner) || isAmong(lost, owner);
  }

  private static boolean isAmong(List<LedgerCall> calls, @Nullable Owner owner) {
    for (LedgerCall call : calls) {
      if (owner == null || ((ClaimRequest) call.argument).owner().equals(owner)) {
        return true;
      }
    }
    return false;
  }

  // --- violations
  // ---------------------------------------------------------------------------------

  void violation(String description) {
    List<String> calls = new ArrayList<>();
    for (LedgerCall call : history) {
      calls.add(call.toString());
    }
    violations.accept(new Violation(key, description, calls));
  }
}
