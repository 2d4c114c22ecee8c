package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Optional;

/** Makes a store for one thread safe for many, with one lock around every call. */
final class MonitorStore implements IdempotencyStore {

  private final IdempotencyStore store;

  MonitorStore(IdempotencyStore store) {
    this.store = store;
  }

  @Override
  public synchronized ClaimResult claim(ClaimRequest request) {
    return store.claim(request);
  }

  @Override
  public synchronized Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    return store.complete(ticket, outcome, ttl);
  }

  @Override
  public synchronized boolean renew(Ticket ticket, Duration lease) {
    return store.renew(ticket, lease);
  }

  @Override
  public synchronized boolean release(Ticket ticket) {
    return store.release(ticket);
  }

  @Override
  public synchronized Optional<IdempotencyRecord> find(String key) {
    return store.find(key);
  }

  @Override
  public synchronized boolean amend(String key, RecordVersion version, Outcome outcome) {
    return store.amend(key, version, outcome);
  }

  @Override
  public synchronized boolean forget(String key, long fence) {
    return store.forget(key, fence);
  }

  @Override
  public synchronized PendingPage pending(Duration olderThan, int limit, String cursor) {
    return store.pending(olderThan, limit, cursor);
  }

  @Override
  public synchronized int maxOutcomeBytes() {
    return store.maxOutcomeBytes();
  }

  @Override
  public synchronized StoreStats stats() {
    return store.stats();
  }

  @Override
  public synchronized void close() {
    store.close();
  }
}
