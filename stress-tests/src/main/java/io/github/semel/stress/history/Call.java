package io.github.semel.stress.history;

import io.github.semel.StoreOperation;

/**
 * One call of one key, with its answer. Keys, owners, outcomes, fingerprints and labels are the
 * numbers of a {@link Vocabulary}; times are microseconds. Filled in by whoever makes or reads it,
 * and not changed afterwards.
 */
final class Call implements Cloneable {

  /** Of a call without an end, and of a time without a bound. */
  static final long NEVER = Long.MAX_VALUE;

  /** Which client made it. */
  int client;

  /** Where in the order of all beginnings and ends it began, and where it ended. */
  long begun;

  long ended = NEVER;

  /** Between which times the store read its clock. */
  long from;

  long to = NEVER;

  long key;
  StoreOperation operation = StoreOperation.FIND;

  // What was asked; 0 where the operation has no such argument.
  long owner;
  long fence;
  long lease;
  long ttl;
  long outcome;
  int fingerprint;
  int label;
  int amendments;

  // What was answered; 0 where the answer has no such part.
  Answer answer = Answer.NONE;
  long givenFence;
  long givenOwner;
  long givenOutcome;
  int givenAttempt;
  int givenFingerprint;
  int givenLabel;
  int givenAmendments;

  /** Age of a live claim, claimedAt, completedAt. */
  long since;

  /** Remaining lease or ttl, leaseUntil, expiresAt. */
  long until;

  /** retainUntil of a pending record. */
  long retained;

  /** The same call as if its answer had never come. */
  Call unanswered() {
    Call copy = copy();
    copy.answer = Answer.NONE;
    copy.ended = NEVER;
    copy.to = NEVER;
    return copy;
  }

  private Call copy() {
    try {
      return (Call) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    String end = ended == NEVER ? "…" : "" + ended;
    return "["
        + begun
        + ", "
        + end
        + "] client "
        + client
        + ", "
        + time()
        + ": "
        + asked()
        + " -> "
        + given();
  }

  private String time() {
    return from == to ? "at " + from : "at " + from + " to " + (to == NEVER ? "…" : "" + to);
  }

  private String asked() {
    String ticket = "owner " + owner + ", fence " + fence;
    return switch (operation) {
      case CLAIM ->
          "claim(owner "
              + owner
              + ", fingerprint "
              + fingerprint
              + ", lease "
              + lease
              + ", ttl "
              + ttl
              + ")";
      case COMPLETE -> "complete(" + ticket + ", outcome " + outcome + ", ttl " + ttl + ")";
      case RENEW -> "renew(" + ticket + ", lease " + lease + ")";
      case RELEASE -> "release(" + ticket + ")";
      case AMEND ->
          "amend(fence " + fence + ", version " + amendments + ", outcome " + outcome + ")";
      case FORGET -> "forget(fence " + fence + ")";
      default -> "find()";
    };
  }

  private String given() {
    return switch (answer) {
      case NONE -> "no answer: it may have taken place or not";
      case UNAVAILABLE -> "unavailable: it may have taken place or not";
      case ACQUIRED -> "acquired, fence " + givenFence + ", attempt " + givenAttempt;
      case IN_PROGRESS ->
          "in progress, attempt " + givenAttempt + ", age " + since + ", remaining " + until;
      case MISMATCH -> "mismatch with fingerprint " + givenFingerprint;
      case PENDING ->
          "pending, owner "
              + givenOwner
              + ", fence "
              + givenFence
              + ", attempt "
              + givenAttempt
              + ", claimed at "
              + since
              + ", lease until "
              + until
              + ", retained until "
              + retained;
      case COMPLETED ->
          operation == StoreOperation.CLAIM
              ? "completed at " + since + ", outcome " + givenOutcome + ", remaining " + until
              : "completed, fence "
                  + givenFence
                  + ", version "
                  + givenAmendments
                  + ", outcome "
                  + givenOutcome
                  + ", at "
                  + since
                  + ", until "
                  + until;
      default -> answer.toString();
    };
  }
}
