package io.github.semel.stress.history;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Micros;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.RecordVersion;
import io.github.semel.StoreFullException;
import io.github.semel.StoreOperation;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one client and enters them in its log. A call that throws has its exception
 * for an answer; what no call may throw is told to {@code wrong} as well. For one thread.
 */
final class Recorder {

  private final IdempotencyStore store;
  private final Field field;
  private final Vocabulary vocabulary;
  private final HistoryLog log;
  private final Consumer<String> wrong;
  private Answer last = Answer.NONE;

  Recorder(
      IdempotencyStore store,
      Field field,
      Vocabulary vocabulary,
      HistoryLog log,
      Consumer<String> wrong) {
    this.store = store;
    this.field = field;
    this.vocabulary = vocabulary;
    this.log = log;
    this.wrong = wrong;
  }

  /** A ticket, with the numbers of its key and its owner. */
  record Held(long key, long owner, Ticket ticket) {}

  /** A claim to be made, in numbers. */
  record Claim(long key, long owner, int fingerprint, int label, Duration lease, Duration ttl) {}

  /** A completion to be made. */
  record Finish(Held held, long outcome, Duration ttl) {}

  /** A call under way. */
  private record Open(Call call, Field.Reading before, HistoryLog.Entry entry) {}

  private Open begin(Call call) {
    Field.Reading before = field.read();
    // Of a call that never ends no more is known, should the clock be set back meanwhile.
    call.from = field.isInjected() ? before.read() : before.clock();
    call.begun = field.next();
    return new Open(call, before, log.begin(call));
  }

  private void end(Open open, Answer answer) {
    Call call = open.call();
    last = answer;
    call.answer = answer;
    call.from = field.earliest(open.before());
    call.to = answer.isAmbiguous() ? Call.NEVER : field.latest();
    call.ended = answer.isAmbiguous() ? Call.NEVER : field.next();
    open.entry().end(call);
    if (answer.ordinal() >= Answer.ACQUIRED.ordinal()) {
      field.hasRead(call.from);
    }
  }

  /** How the call before ended. */
  Answer lastAnswer() {
    return last;
  }

  private void threw(Open open, RuntimeException thrown) {
    if (thrown instanceof StoreUnavailableException) {
      end(open, Answer.UNAVAILABLE);
    } else if (thrown instanceof StoreFullException
        && open.call().operation == StoreOperation.CLAIM) {
      end(open, Answer.FULL);
    } else if (thrown instanceof OutcomeTooLargeException) {
      end(open, Answer.TOO_LARGE);
    } else {
      end(open, Answer.WRONG);
      wrong.accept(open.call() + " " + thrown);
    }
  }

  private <T> @Nullable T call(Open open, Supplier<T> operation, Answering<T> answering) {
    T result;
    try {
      result = operation.get();
    } catch (RuntimeException e) {
      threw(open, e);
      return null;
    }
    end(open, answering.answer(open.call(), result));
    return result;
  }

  /** Enters the parts of an answer in a call. */
  private interface Answering<T> {
    Answer answer(Call call, T result);
  }

  private Call call(StoreOperation operation, long key) {
    Call call = new Call();
    call.operation = operation;
    call.key = key;
    return call;
  }

  private Call call(StoreOperation operation, Held held) {
    Call call = call(operation, held.key());
    call.owner = held.owner();
    call.fence = held.ticket().fence();
    return call;
  }

  // --- claim and complete
  // ---------------------------------------------------------------------------

  private Open beginClaim(Claim claim) {
    Call call = call(StoreOperation.CLAIM, claim.key());
    call.owner = claim.owner();
    call.fingerprint = claim.fingerprint();
    call.label = claim.label();
    call.lease = Micros.of(claim.lease());
    call.ttl = Micros.of(claim.ttl());
    return begin(call);
  }

  private ClaimRequest request(Claim claim) {
    ClaimTerms terms = ClaimTerms.of(claim.lease(), claim.ttl());
    return new ClaimRequest(
        vocabulary.key(claim.key()),
        Vocabulary.fingerprint(claim.fingerprint()),
        Vocabulary.label(claim.label()).map(terms::withLabel).orElse(terms),
        vocabulary.owner(claim.owner()));
  }

  /** The ticket, where there is one. */
  Optional<Held> claim(Claim claim) {
    ClaimRequest request = request(claim);
    return held(claim, call(beginClaim(claim), () -> store.claim(request), this::claimed));
  }

  /** Many at once; the tickets that there are. */
  List<Held> claimAll(List<Claim> claims) {
    List<ClaimRequest> requests = claims.stream().map(this::request).toList();
    List<Open> opened = claims.stream().map(this::beginClaim).toList();
    List<@Nullable ClaimResult> results =
        together(opened, () -> store.claimAll(requests), this::claimed);
    List<Held> tickets = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      held(claims.get(i), results.get(i)).ifPresent(tickets::add);
    }
    return tickets;
  }

  private static Optional<Held> held(Claim claim, @Nullable ClaimResult result) {
    return result instanceof ClaimResult.Acquired acquired
        ? Optional.of(new Held(claim.key(), claim.owner(), acquired.ticket()))
        : Optional.empty();
  }

  private <T> List<@Nullable T> together(
      List<Open> opened, Supplier<List<ItemResult<T>>> operation, Answering<T> answering) {
    List<@Nullable T> results = new ArrayList<>();
    List<ItemResult<T>> items;
    try {
      items = operation.get();
    } catch (RuntimeException e) {
      for (Open open : opened) {
        // A batch fails by its items.
        end(open, Answer.WRONG);
        wrong.accept(open.call() + " in a batch that threw " + e);
        results.add(null);
      }
      return results;
    }
    for (int i = 0; i < opened.size(); i++) {
      ItemResult<T> item = items.get(i);
      if (item instanceof ItemResult.Failed<T> failed) {
        threw(opened.get(i), failed.exception());
        results.add(null);
      } else {
        end(opened.get(i), answering.answer(opened.get(i).call(), item.get()));
        results.add(item.get());
      }
    }
    return results;
  }

  private Answer claimed(Call call, ClaimResult result) {
    if (result instanceof ClaimResult.Acquired acquired) {
      Ticket ticket = acquired.ticket();
      call.givenOwner = vocabulary.number(ticket.owner());
      call.givenFence = ticket.fence();
      call.givenAttempt = ticket.attempt();
      return Answer.ACQUIRED;
    } else if (result instanceof ClaimResult.InProgress running) {
      call.givenAttempt = running.attempt();
      call.givenLabel = Vocabulary.number(running.label());
      call.since = Micros.of(running.age());
      call.until = Micros.of(running.remainingLease());
      return Answer.IN_PROGRESS;
    } else if (result instanceof ClaimResult.Completed completed) {
      call.givenOutcome = Vocabulary.number(completed.outcome());
      call.since = Micros.of(completed.completedAt());
      call.until = Micros.of(completed.remainingTtl());
      return Answer.COMPLETED;
    }
    call.givenFingerprint = Vocabulary.number(((ClaimResult.Mismatch) result).recorded());
    return Answer.MISMATCH;
  }

  private Open beginComplete(Finish finish) {
    Call call = call(StoreOperation.COMPLETE, finish.held());
    call.outcome = finish.outcome();
    call.ttl = Micros.of(finish.ttl());
    return begin(call);
  }

  void complete(Finish finish) {
    CompletionRequest request = request(finish);
    call(
        beginComplete(finish),
        () -> store.complete(request.ticket(), request.outcome(), request.ttl()),
        this::completed);
  }

  void completeAll(List<Finish> finishes) {
    List<CompletionRequest> requests = finishes.stream().map(this::request).toList();
    List<Open> opened = finishes.stream().map(this::beginComplete).toList();
    together(opened, () -> store.completeAll(requests), this::completed);
  }

  private CompletionRequest request(Finish finish) {
    return new CompletionRequest(
        finish.held().ticket(), Vocabulary.outcome(finish.outcome()), finish.ttl());
  }

  private Answer completed(Call call, Completion completion) {
    return completion instanceof Completion.Superseded superseded
        ? found(call, superseded.current())
        : Answer.RECORDED;
  }

  // --- the others
  // -----------------------------------------------------------------------------------

  private static Answer granted(Call call, boolean granted) {
    return granted ? Answer.GRANTED : Answer.REFUSED;
  }

  void renew(Held held, Duration lease) {
    Call call = call(StoreOperation.RENEW, held);
    call.lease = Micros.of(lease);
    call(begin(call), () -> store.renew(held.ticket(), lease), Recorder::granted);
  }

  void release(Held held) {
    Call call = call(StoreOperation.RELEASE, held);
    call(begin(call), () -> store.release(held.ticket()), Recorder::granted);
  }

  void amend(Held held, int amendments, long outcome) {
    Call call = call(StoreOperation.AMEND, held);
    call.amendments = amendments;
    call.outcome = outcome;
    RecordVersion version = new RecordVersion(call.fence, amendments);
    String key = vocabulary.key(call.key);
    call(
        begin(call),
        () -> store.amend(key, version, Vocabulary.outcome(outcome)),
        Recorder::granted);
  }

  void forget(Held held) {
    Call call = call(StoreOperation.FORGET, held);
    String key = vocabulary.key(call.key);
    call(begin(call), () -> store.forget(key, call.fence), Recorder::granted);
  }

  void find(long number) {
    String key = vocabulary.key(number);
    call(begin(call(StoreOperation.FIND, number)), () -> store.find(key), this::found);
  }

  private Answer found(Call call, Optional<IdempotencyRecord> record) {
    if (record.isEmpty()) {
      return Answer.ABSENT;
    }
    IdempotencyRecord shown = record.get();
    if (!shown.key().equals(vocabulary.key(call.key))) {
      // Of another key, which nobody can have claimed for this one.
      call.givenOwner = Vocabulary.FOREIGN;
      return Answer.PENDING;
    }
    call.givenOwner = vocabulary.number(shown.owner());
    call.givenFence = shown.fence();
    call.givenAttempt = shown.attempt();
    call.givenFingerprint = Vocabulary.number(shown.fingerprint());
    if (shown instanceof IdempotencyRecord.Pending pending) {
      call.since = Micros.of(pending.claimedAt());
      call.until = Micros.of(pending.leaseUntil());
      call.retained = Micros.of(pending.retainUntil());
      call.givenLabel = Vocabulary.number(pending.label());
      return Answer.PENDING;
    }
    IdempotencyRecord.Completed completed = (IdempotencyRecord.Completed) shown;
    call.since = Micros.of(completed.completedAt());
    call.until = Micros.of(completed.expiresAt());
    call.givenAmendments = completed.version().amendments();
    call.givenOutcome = Vocabulary.number(completed.outcome());
    return Answer.COMPLETED;
  }
}
