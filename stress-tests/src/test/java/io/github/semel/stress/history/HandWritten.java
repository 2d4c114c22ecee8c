package io.github.semel.stress.history;

import static io.github.semel.StoreOperation.AMEND;
import static io.github.semel.StoreOperation.CLAIM;
import static io.github.semel.StoreOperation.COMPLETE;
import static io.github.semel.StoreOperation.FIND;
import static io.github.semel.StoreOperation.FORGET;
import static io.github.semel.StoreOperation.RELEASE;
import static io.github.semel.StoreOperation.RENEW;

import io.github.semel.StoreOperation;
import io.github.semel.stress.history.Linearization.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A history of one key, written by hand: one call after the other unless {@link #overlapping} says
 * otherwise, each at the time given before. Leases last 10, claims are retained for 100 more,
 * outcomes kept for 1,000; the fence of an owner's claim is the time.
 */
final class HandWritten {

  static final long LEASE = 10;
  static final long TTL = 100;
  static final long KEPT = 1_000;

  private final List<Call> calls = new ArrayList<>();
  private long order;
  private long from;
  private long to;

  /** What follows happens at this time. */
  HandWritten at(long time) {
    return between(time, time);
  }

  /** What follows happens somewhere between these times. */
  HandWritten between(long earliest, long latest) {
    from = earliest;
    to = latest;
    return this;
  }

  private Call call(StoreOperation operation, Answer answer) {
    Call call = new Call();
    call.operation = operation;
    call.answer = answer;
    call.from = from;
    call.to = answer.isAmbiguous() ? Call.NEVER : to;
    call.begun = ++order;
    call.ended = answer.isAmbiguous() ? Call.NEVER : ++order;
    calls.add(call);
    return call;
  }

  /** The last calls began before any of them ended. */
  HandWritten overlapping(int count) {
    List<Call> last = calls.subList(calls.size() - count, calls.size());
    long begun = last.get(0).begun;
    long ended = ++order;
    last.forEach(
        call -> {
          call.begun = begun;
          call.ended = call.ended == Call.NEVER ? Call.NEVER : ended;
        });
    return this;
  }

  /** The process of the last call has ended by now. */
  HandWritten killed() {
    calls.get(calls.size() - 1).ended = ++order;
    return this;
  }

  private Call claim(long owner, Answer answer) {
    Call call = call(CLAIM, answer);
    call.owner = owner;
    call.lease = LEASE;
    call.ttl = TTL;
    return call;
  }

  HandWritten acquired(long owner, long fence, int attempt) {
    Call call = claim(owner, Answer.ACQUIRED);
    call.givenOwner = owner;
    call.givenFence = fence;
    call.givenAttempt = attempt;
    return this;
  }

  HandWritten acquiredWithFingerprint(long owner, long fence, int attempt, int fingerprint) {
    acquired(owner, fence, attempt);
    calls.get(calls.size() - 1).fingerprint = fingerprint;
    return this;
  }

  HandWritten claimUnavailable(long owner) {
    claim(owner, Answer.UNAVAILABLE);
    return this;
  }

  HandWritten claimKilled(long owner) {
    claim(owner, Answer.NONE);
    return this;
  }

  HandWritten inProgress(long owner, int attempt, long age, long remaining) {
    Call call = claim(owner, Answer.IN_PROGRESS);
    call.givenAttempt = attempt;
    call.since = age;
    call.until = remaining;
    return this;
  }

  HandWritten mismatch(long owner, int fingerprint, int recorded) {
    Call call = claim(owner, Answer.MISMATCH);
    call.fingerprint = fingerprint;
    call.givenFingerprint = recorded;
    return this;
  }

  HandWritten replayed(long owner, long outcome, long completedAt, long remaining) {
    Call call = claim(owner, Answer.COMPLETED);
    call.givenOutcome = outcome;
    call.since = completedAt;
    call.until = remaining;
    return this;
  }

  HandWritten full(long owner) {
    claim(owner, Answer.FULL);
    return this;
  }

  private Call held(StoreOperation operation, long owner, long fence, Answer answer) {
    Call call = call(operation, answer);
    call.owner = owner;
    call.fence = fence;
    return call;
  }

  private Call completing(long owner, long fence, long outcome, Answer answer) {
    Call call = held(COMPLETE, owner, fence, answer);
    call.outcome = outcome;
    call.ttl = KEPT;
    return call;
  }

  HandWritten recorded(long owner, long fence, long outcome) {
    completing(owner, fence, outcome, Answer.RECORDED);
    return this;
  }

  HandWritten completeUnavailable(long owner, long fence, long outcome) {
    completing(owner, fence, outcome, Answer.UNAVAILABLE);
    return this;
  }

  HandWritten tooLarge(long owner, long fence) {
    completing(owner, fence, 1, Answer.TOO_LARGE);
    return this;
  }

  HandWritten supersededByNothing(long owner, long fence) {
    completing(owner, fence, 1, Answer.ABSENT);
    return this;
  }

  HandWritten renewed(long owner, long fence, boolean granted) {
    held(RENEW, owner, fence, granted ? Answer.GRANTED : Answer.REFUSED).lease = LEASE;
    return this;
  }

  HandWritten released(long owner, long fence, boolean granted) {
    held(RELEASE, owner, fence, granted ? Answer.GRANTED : Answer.REFUSED);
    return this;
  }

  HandWritten forgotten(long fence, boolean granted) {
    held(FORGET, 0, fence, granted ? Answer.GRANTED : Answer.REFUSED);
    return this;
  }

  HandWritten amended(long fence, int version, long outcome, boolean granted) {
    Call call = held(AMEND, 0, fence, granted ? Answer.GRANTED : Answer.REFUSED);
    call.amendments = version;
    call.outcome = outcome;
    return this;
  }

  HandWritten absent() {
    call(FIND, Answer.ABSENT);
    return this;
  }

  HandWritten pending(long owner, long fence, int attempt, long claimedAt, long leaseUntil) {
    Call call = call(FIND, Answer.PENDING);
    call.givenOwner = owner;
    call.givenFence = fence;
    call.givenAttempt = attempt;
    call.since = claimedAt;
    call.until = leaseUntil;
    call.retained = leaseUntil + TTL;
    return this;
  }

  HandWritten completed(
      long owner, long fence, int attempt, int version, long outcome, long completedAt) {
    Call call = call(FIND, Answer.COMPLETED);
    call.givenOwner = owner;
    call.givenFence = fence;
    call.givenAttempt = attempt;
    call.givenAmendments = version;
    call.givenOutcome = outcome;
    call.since = completedAt;
    call.until = completedAt + KEPT;
    return this;
  }

  HandWritten threw() {
    call(FIND, Answer.WRONG);
    return this;
  }

  List<Call> calls() {
    return calls;
  }

  Verdict verdict() {
    return Linearization.of(calls);
  }

  Verdict verdictOnAForgetfulServer() {
    return Linearization.of(calls, true);
  }
}
