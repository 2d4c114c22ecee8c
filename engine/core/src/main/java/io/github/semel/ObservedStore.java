package io.github.semel;

import io.github.semel.callback.Callbacks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells a listener of the operations on the store inside it: of all that fail, and of
 * all that change something or try to. Successful {@code find} and {@code pending} are not told.
 * Safe for any thread.
 */
public final class ObservedStore implements IdempotencyStore {

  private final IdempotencyStore store;
  private final StoreListener listener;

  private ObservedStore(IdempotencyStore store, StoreListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /** {@code store} under {@code listener}; the store itself for {@link StoreListener#NONE}. */
  public static IdempotencyStore of(IdempotencyStore store, StoreListener listener) {
    Limits.requireNonNull("store", store);
    return Limits.requireNonNull("listener", listener) == StoreListener.NONE
        ? store
        : new ObservedStore(store, listener);
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    return observe(
        StoreOperation.CLAIM,
        Limits.requireNonNull("request", request).key(),
        () -> store.claim(request),
        (result, took) -> listener.claimed(request.key(), result, took));
  }

  @Override
  public ClaimResult claim(String key, Fingerprint fingerprint, ClaimTerms terms) {
    return observe(
        StoreOperation.CLAIM,
        key,
        () -> store.claim(key, fingerprint, terms),
        (result, took) -> listener.claimed(key, result, took));
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    return observe(
        StoreOperation.COMPLETE,
        Limits.requireNonNull("ticket", ticket).key(),
        () -> store.complete(ticket, outcome, ttl),
        (completion, took) -> listener.completed(ticket, outcome, completion, took));
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    return observe(
        StoreOperation.RENEW,
        Limits.requireNonNull("ticket", ticket).key(),
        () -> store.renew(ticket, lease),
        (renewed, took) -> listener.renewed(ticket, renewed, took));
  }

  @Override
  public boolean release(Ticket ticket) {
    return observe(
        StoreOperation.RELEASE,
        Limits.requireNonNull("ticket", ticket).key(),
        () -> store.release(ticket),
        (released, took) -> listener.released(ticket, released, took));
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    return observe(StoreOperation.FIND, key, () -> store.find(key), (found, took) -> {});
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    return observe(
        StoreOperation.AMEND,
        key,
        () -> store.amend(key, version, outcome),
        (amended, took) -> listener.amended(key, version, outcome, amended, took));
  }

  @Override
  public boolean forget(String key, long fence) {
    return observe(
        StoreOperation.FORGET,
        key,
        () -> store.forget(key, fence),
        (forgotten, took) -> listener.forgotten(key, fence, forgotten, took));
  }

  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    return observe(
        StoreOperation.PENDING,
        null,
        () -> store.pending(olderThan, limit, cursor),
        (page, took) -> {});
  }

  @Override
  public List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    long start = System.nanoTime();
    List<ItemResult<ClaimResult>> results = store.claimAll(requests);
    Duration took = since(start);
    for (int i = 0; i < results.size(); i++) {
      String key = requests.get(i).key();
      if (results.get(i) instanceof ItemResult.Failed<ClaimResult> failed) {
        Callbacks.run(() -> listener.failed(StoreOperation.CLAIM, key, failed.exception(), took));
      } else {
        ClaimResult result = results.get(i).get();
        Callbacks.run(() -> listener.claimed(key, result, took));
      }
    }
    return results;
  }

  @Override
  public List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    long start = System.nanoTime();
    List<ItemResult<Completion>> results = store.completeAll(requests);
    Duration took = since(start);
    for (int i = 0; i < results.size(); i++) {
      CompletionRequest request = requests.get(i);
      Ticket ticket = request.ticket();
      if (results.get(i) instanceof ItemResult.Failed<Completion> failed) {
        Callbacks.run(
            () -> listener.failed(StoreOperation.COMPLETE, ticket.key(), failed.exception(), took));
      } else {
        Completion completion = results.get(i).get();
        Callbacks.run(() -> listener.completed(ticket, request.outcome(), completion, took));
      }
    }
    return results;
  }

  @Override
  public int maxOutcomeBytes() {
    return store.maxOutcomeBytes();
  }

  @Override
  public StoreStats stats() {
    return store.stats();
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return store.notifier();
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T observe(
      StoreOperation operation,
      @Nullable String key,
      Supplier<T> call,
      BiConsumer<T, Duration> report) {
    long start = System.nanoTime();
    T result;
    try {
      result = call.get();
    } catch (IdempotencyException e) {
      Duration took = since(start);
      Callbacks.run(() -> listener.failed(operation, key, e, took));
      throw e;
    }
    Duration took = since(start);
    Callbacks.run(() -> report.accept(result, took));
    return result;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
