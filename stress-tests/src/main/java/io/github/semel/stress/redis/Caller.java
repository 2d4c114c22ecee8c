package io.github.semel.stress.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.stress.Count;
import io.github.semel.stress.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store, counts and times the calls, and answers null where the store was unavailable. Safe
 * from any thread.
 */
final class Caller {

  /** No lease ends within a campaign: an attempt above 1 is an error. */
  static final Duration LEASE = Duration.ofHours(1);

  static final Duration TTL = Duration.ofHours(1);

  private static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);

  private final IdempotencyStore store;
  private final Tally tally;

  Caller(IdempotencyStore store, Tally tally) {
    this.store = store;
    this.tally = tally;
  }

  /** A claim by a new owner. */
  static ClaimRequest request(String key) {
    return ClaimRequest.of(key, Fingerprint.NONE, TERMS);
  }

  @Nullable ClaimResult claim(ClaimRequest request) {
    return call(request.key(), () -> store.claim(request));
  }

  @Nullable Completion complete(Ticket ticket, Outcome outcome) {
    return call(ticket.key(), () -> store.complete(ticket, outcome, TTL));
  }

  @Nullable Boolean renew(Ticket ticket) {
    return call(ticket.key(), () -> store.renew(ticket, LEASE));
  }

  @Nullable Boolean release(Ticket ticket) {
    return call(ticket.key(), () -> store.release(ticket));
  }

  @Nullable Boolean amend(Ticket ticket, Outcome outcome) {
    RecordVersion version = new RecordVersion(ticket.fence(), 0);
    return call(ticket.key(), () -> store.amend(ticket.key(), version, outcome));
  }

  List<@Nullable ClaimResult> claimAll(List<ClaimRequest> requests) {
    return items(requests.size(), () -> store.claimAll(requests));
  }

  List<@Nullable Completion> completeAll(List<CompletionRequest> requests) {
    return requests.isEmpty()
        ? List.of()
        : items(requests.size(), () -> store.completeAll(requests));
  }

  private <T> @Nullable T call(String key, Supplier<T> operation) {
    tally.add(Count.OPERATIONS);
    long began = System.nanoTime();
    try {
      return operation.get();
    } catch (RuntimeException e) {
      threw(key, e);
      return null;
    } finally {
      tally.took(System.nanoTime() - began);
    }
  }

  private <T> List<@Nullable T> items(int size, Supplier<List<ItemResult<T>>> operation) {
    tally.add(Count.OPERATIONS, size);
    long began = System.nanoTime();
    List<@Nullable T> items = new ArrayList<>(size);
    try {
      for (ItemResult<T> result : operation.get()) {
        items.add(item(result));
      }
      return items;
    } catch (RuntimeException e) {
      // A batch fails by its items; that it threw itself is an error of its own.
      threw("a batch", e);
      return Collections.nCopies(size, null);
    } finally {
      tally.took(System.nanoTime() - began);
    }
  }

  private <T> @Nullable T item(ItemResult<T> result) {
    if (result instanceof ItemResult.Failed<T> failed) {
      IdempotencyException exception = failed.exception();
      threw("an item", exception);
      return null;
    }
    return result.get();
  }

  private void threw(String what, RuntimeException e) {
    if (e instanceof StoreUnavailableException) {
      tally.add(Count.UNAVAILABLE);
    } else {
      tally.add(Count.WRONG_ANSWERS, what + " threw " + e);
    }
  }
}
