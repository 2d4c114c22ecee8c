package io.github.semel.testkit;

import io.github.semel.StoreOperation;
import org.jspecify.annotations.Nullable;

/**
 * One call of one key, from before it is made until after it is answered, with what was certain
 * when it began. Guarded by its {@link KeyLedger}.
 */
final class LedgerCall {

  final StoreOperation operation;

  /** What the call is made with, for claims and reports. */
  final Object argument;

  /** A time that the store's reading of its clock cannot be before. */
  final long lo;

  /** A time that the store's reading of its clock cannot be after; meaningless until answered. */
  long hi = Long.MAX_VALUE;

  private final String thread = Thread.currentThread().getName();

  /** The numbers of the beginning and the answer among all those of the key. */
  long began;

  long answered;

  @Nullable Object answer;

  /** The claim with the highest fence that was acquired before the call began. */
  @Nullable LedgerClaim newest;

  /** Whether {@link #newest} was known to be released or forgotten when the call began. */
  boolean newestHadEnded;

  /** Whether {@link #newest} was known to be completed when the call began. */
  boolean newestWasRecorded;

  /** The version that {@link #newest} was known to have reached when the call began. */
  int newestVersion;

  /** How many claims of the key had begun when the call began, and whether any was unanswered. */
  long claimsBegun;

  boolean claimsWereOpen;

  /** The claim that the call's ticket, fence or version names, and what was certain of it. */
  @Nullable LedgerClaim named;

  boolean namedHadEnded;
  boolean namedWasRecorded;
  int namedVersion;

  /** Renewals of the named claim that had begun when the call began, and the lease bound then. */
  long renewalsBegun;

  boolean renewalsWereOpen;
  long leaseMinBefore;

  /** Amendments of the named claim that had begun when the call began. */
  long amendmentsBegun;

  boolean amendmentsWereOpen;

  LedgerCall(StoreOperation operation, Object argument, long lo) {
    this.operation = operation;
    this.argument = argument;
    this.lo = lo;
  }

  @Override
  public String toString() {
    return began
        + (answered == 0 ? "-" : "-" + answered)
        + " "
        + thread
        + " at "
        + lo
        + (hi == Long.MAX_VALUE ? "" : ".." + hi)
        + ": "
        + operation
        + " "
        + argument
        + " -> "
        + (answer == null ? "(not answered yet)" : answer);
  }
}
