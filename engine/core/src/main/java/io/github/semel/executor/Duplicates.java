package io.github.semel.executor;

import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers duplicates by their handling. */
final class Duplicates<T> {

  private final IdempotencyStore store;
  private final Codec<T> codec;
  private final Counters counters;

  Duplicates(IdempotencyStore store, Codec<T> codec, Counters counters) {
    this.store = store;
    this.codec = codec;
    this.counters = counters;
  }

  /** The duplicate of a completed key; empty when the record expired meanwhile. */
  Optional<T> answer(
      RequestKey request, ClaimResult.Completed completed, DuplicateHandling<T> handling) {
    counters.duplicates.increment();
    String key = request.key();
    if (handling instanceof DuplicateHandling.Reject) {
      throw new DuplicateRequestException(key, completed.completedAt(), "was completed at");
    }
    if (handling instanceof DuplicateHandling.Merge<T> merge) {
      return merge(request, merge.function());
    }
    if (handling instanceof DuplicateHandling.Flag<T> flag) {
      flag.sink().accept(new FlaggedDuplicate(request, store.find(key)));
    }
    return Optional.of(replay(key, completed.outcome()));
  }

  /** Refuses the duplicate of a running key where its handling does not wait. */
  void refuseRunning(
      RequestKey request, ClaimResult.InProgress running, DuplicateHandling<T> handling) {
    if (handling instanceof DuplicateHandling.Reject) {
      counters.duplicates.increment();
      Instant claimedAt =
          store
              .find(request.key())
              .map(Duplicates::claimedAt)
              .orElseGet(() -> Instant.now().minus(running.age()));
      throw new DuplicateRequestException(request.key(), claimedAt, "is running since");
    }
    if (handling instanceof DuplicateHandling.Replay) {
      throw inProgress(request, running);
    }
  }

  /** Refuses the duplicate of a running key whose wait is over. */
  DuplicateInProgressException giveUp(
      RequestKey request, ClaimResult.InProgress running, DuplicateHandling<T> handling) {
    if (handling instanceof DuplicateHandling.Flag<T> flag) {
      flag.sink().accept(new FlaggedDuplicate(request, store.find(request.key())));
    }
    return inProgress(request, running);
  }

  /** The recorded result, or the exception that says what was recorded instead. */
  T replay(String key, Outcome outcome) {
    switch (outcome.status()) {
      case SUCCESS -> {
        try {
          return Limits.requireNonNull("result", codec.decode(outcome.bytes()));
        } catch (Exception e) {
          throw new CodecException(key, e);
        }
      }
      case FAILURE -> throw new RecordedFailureException(key, outcome.bytes());
      case OMITTED -> throw new OutcomeOmittedException(key);
      case IN_DOUBT -> throw new InDoubtException(key);
    }
    throw new AssertionError(outcome.status());
  }

  /**
   * Merges until no other merge has come in between. Empty when the record has expired since it was
   * claimed; the key may be another request's by now.
   */
  private Optional<T> merge(RequestKey request, UnaryOperator<T> function) {
    String key = request.key();
    while (store.find(key).orElse(null) instanceof IdempotencyRecord.Completed recorded
        && recorded.fingerprint().equals(request.fingerprint())) {
      T merged = function.apply(replay(key, recorded.outcome()));
      Outcome outcome = encode(key, merged);
      if (store.amend(key, recorded.version(), outcome)) {
        return Optional.of(merged);
      }
    }
    return Optional.empty();
  }

  private Outcome encode(String key, T merged) {
    try {
      Limits.requireNonNull("merged", merged);
      return Outcome.adopt(Outcome.Status.SUCCESS, codec.encode(merged));
    } catch (Exception e) {
      throw new CodecException(key, e);
    }
  }

  /** In the store's time; a record that was completed meanwhile says when that was. */
  private static Instant claimedAt(IdempotencyRecord record) {
    return record instanceof IdempotencyRecord.Pending pending
        ? pending.claimedAt()
        : ((IdempotencyRecord.Completed) record).completedAt();
  }

  private DuplicateInProgressException inProgress(
      RequestKey request, ClaimResult.InProgress running) {
    counters.duplicates.increment();
    return new DuplicateInProgressException(
        request.key(), running.remainingLease(), running.label());
  }
}
