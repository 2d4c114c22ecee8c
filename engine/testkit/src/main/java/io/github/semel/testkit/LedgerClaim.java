package io.github.semel.testkit;

import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one claim of a key, as bounds: when it was made, when its lease ends, what may
 * have ended it, and which outcomes it can have. Guarded by its {@link KeyLedger}.
 *
 * <p>Bounds only ever err to the side of what a store may do: an operation that is under way counts
 * as done where that excuses an answer, and as not done where that would accuse one.
 */
final class LedgerClaim {

  /** A completion that may have taken effect; {@code hi} is the highest long until answered. */
  record Candidate(LedgerCall call, Outcome outcome, long ttlMicros) {

    long latest() {
      return call.hi == Long.MAX_VALUE ? Long.MAX_VALUE : call.hi + ttlMicros;
    }
  }

  /** An amendment that may have taken effect, and the version that it makes. */
  record Amendment(LedgerCall call, int makes, Outcome outcome) {}

  private static final long UNKNOWN = Long.MIN_VALUE;

  final long fence;

  /** False while the claim is known only from a ticket, fence or version that somebody used. */
  boolean acquired;

  @Nullable Owner owner;
  @Nullable Fingerprint fingerprint;
  int attempt;
  long claimLo;
  long claimHi;
  private long ttlMicros;

  /** The number of the answer that made it known. */
  long knownSince;

  /** No renewal that took effect, and none under way, ends the lease before this. */
  long leaseMin;

  private long leaseMax;
  long renewalsBegun;
  int renewalsOpen;

  /** Releases and forgets that may have taken effect; those refused were taken off again. */
  int releasesPossible;

  int forgetsPossible;

  /** Answered true. */
  boolean released;

  boolean forgotten;

  /** Some completion was answered as recorded. */
  boolean recorded;

  final List<Candidate> candidates = new ArrayList<>(1);
  private long completedAt = UNKNOWN;
  private long expiresAt = UNKNOWN;

  /** Outcomes by version, where known; null where not. */
  private final List<@Nullable Outcome> versions = new ArrayList<>(1);

  final List<Amendment> amendments = new ArrayList<>(0);
  long amendmentsBegun;
  private @Nullable BitSet amended;

  LedgerClaim(long fence) {
    this.fence = fence;
  }

  void acquire(long lo, long hi, long leaseMin, long leaseMax, ClaimTerms terms) {
    acquired = true;
    claimLo = lo;
    claimHi = hi;
    // A renewal can only have come first with a ticket that somebody guessed; be lenient then.
    this.leaseMin = renewalsBegun > 0 ? Math.min(this.leaseMin, leaseMin) : leaseMin;
    this.leaseMax = Math.max(this.leaseMax, leaseMax);
    ttlMicros = terms.ttlMicros();
  }

  void renewed(long min, long max, boolean alone) {
    leaseMin = alone ? min : Math.min(leaseMin, min);
    leaseMax = alone ? max : Math.max(leaseMax, max);
  }

  long leaseMax() {
    return renewalsOpen > 0 ? Long.MAX_VALUE : leaseMax;
  }

  long retainMin() {
    return leaseMin + ttlMicros;
  }

  long retainMax() {
    return leaseMax() == Long.MAX_VALUE ? Long.MAX_VALUE : leaseMax + ttlMicros;
  }

  boolean hadEnded() {
    return released || forgotten;
  }

  boolean removalPossible() {
    return releasesPossible > 0 || forgetsPossible > 0;
  }

  /** The earliest time at which an outcome of this claim can expire. */
  long expiryMin() {
    if (expiresAt != UNKNOWN) {
      return expiresAt;
    }
    long min = Long.MAX_VALUE;
    for (Candidate candidate : candidates) {
      min = Math.min(min, candidate.call().lo + candidate.ttlMicros());
    }
    return min;
  }

  /** The latest time at which an outcome of this claim, other than by {@code call}, can expire. */
  long expiryMax(@Nullable LedgerCall call) {
    if (expiresAt != UNKNOWN) {
      return expiresAt;
    }
    long max = Long.MIN_VALUE;
    for (Candidate candidate : candidates) {
      if (candidate.call() != call) {
        max = Math.max(max, candidate.latest());
      }
    }
    return max;
  }

  /** Whether another claim can have been made by {@code time}, after this one. */
  boolean canBeOverBy(long time) {
    if (removalPossible()) {
      return true;
    }
    if (recorded) {
      // Had it been taken over, the completion would have been refused.
      return expiryMin() <= time;
    }
    return leaseMin <= time || (!candidates.isEmpty() && expiryMin() <= time);
  }

  /** Whether the key can have been absent by {@code time}, after this claim and before another. */
  boolean canBeAbsentBy(long time) {
    if (removalPossible()) {
      return true;
    }
    if (recorded) {
      return expiryMin() <= time;
    }
    return retainMin() <= time || (!candidates.isEmpty() && expiryMin() <= time);
  }

  // --- outcomes
  // -----------------------------------------------------------------------------------

  /** The highest version that is known to have been made. */
  int knownVersion() {
    return Math.max(0, versions.size() - 1);
  }

  @Nullable Outcome known(int version) {
    return version < versions.size() ? versions.get(version) : null;
  }

  void know(int version, Outcome outcome) {
    while (versions.size() <= version) {
      versions.add(null);
    }
    versions.set(version, outcome);
  }

  /** Enters that an amendment of {@code version} was granted; false when one was before. */
  boolean grantAmendment(int version) {
    BitSet granted = amended;
    if (granted == null) {
      granted = new BitSet();
      amended = granted;
    }
    boolean first = !granted.get(version);
    granted.set(version);
    return first;
  }

  /** Whether the claim can read as {@code outcome} at {@code version}. */
  boolean canRead(int version, Outcome outcome) {
    Outcome known = known(version);
    if (known != null) {
      return known.equals(outcome);
    }
    if (version == 0) {
      return candidates.stream().anyMatch(candidate -> candidate.outcome().equals(outcome));
    }
    return amendments.stream()
        .anyMatch(each -> each.makes() == version && each.outcome().equals(outcome));
  }

  /** Whether the claim can read as {@code outcome} at {@code least} version or a later one. */
  boolean canReadFrom(int least, Outcome outcome) {
    int most = versions.size() - 1;
    for (Amendment amendment : amendments) {
      most = Math.max(most, amendment.makes());
    }
    for (int version = least; version <= Math.max(most, 0); version++) {
      if (canRead(version, outcome)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a version can exist at all: completed, or made by an amendment. */
  boolean canHave(int version) {
    return known(version) != null
        || (version == 0
            ? !candidates.isEmpty()
            : amendments.stream().anyMatch(each -> each.makes() == version));
  }

  /**
   * Takes the times of a completion as they were read; false when they contradict what is known.
   */
  boolean acceptTimes(long completed, long expires) {
    if (completedAt == UNKNOWN) {
      for (Candidate candidate : candidates) {
        if (candidate.call().lo <= completed
            && completed <= candidate.call().hi
            && expires == completed + candidate.ttlMicros()) {
          completedAt = completed;
          expiresAt = expires;
          return true;
        }
      }
      return false;
    }
    return completed == completedAt && expires == expiresAt;
  }

  /** Whether {@code completed} can be when it was completed; all that a replay says exactly. */
  boolean canBeCompletedAt(long completed) {
    if (completedAt != UNKNOWN) {
      return completed == completedAt;
    }
    return candidates.stream()
        .anyMatch(each -> each.call().lo <= completed && completed <= each.call().hi);
  }

  @Override
  public String toString() {
    return "claim with fence " + fence + ", attempt " + attempt;
  }
}
