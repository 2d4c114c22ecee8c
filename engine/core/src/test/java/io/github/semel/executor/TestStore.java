package io.github.semel.executor;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier;
import io.github.semel.StoreStats;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The in-heap store under a clock that tests move, and an outage that tests switch. */
final class TestStore implements IdempotencyStore {

  final AtomicLong micros = new AtomicLong(1_767_225_600_000_000L);
  final AtomicBoolean down = new AtomicBoolean();
  final AtomicBoolean losesAnswers = new AtomicBoolean();
  final AtomicBoolean downAfterClaim = new AtomicBoolean();
  final AtomicBoolean notifies = new AtomicBoolean(true);
  final AtomicInteger claims = new AtomicInteger();
  final AtomicInteger renewals = new AtomicInteger();

  private final IdempotencyStore store =
      ConcurrentHashMapStore.builder().clock(micros::get).maxOutcomeBytes(100).build();

  void advance(Duration duration) {
    micros.addAndGet(duration.toNanos() / 1_000);
  }

  private IdempotencyStore reached() {
    if (down.get()) {
      throw new StoreUnavailableException("the test has switched the store off", null);
    }
    return store;
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    claims.incrementAndGet();
    ClaimResult result = reached().claim(request);
    if (downAfterClaim.get()) {
      down.set(true);
    }
    if (losesAnswers.get()) {
      throw new StoreUnavailableException("the answer was lost; the claim was made", null);
    }
    return result;
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    return reached().complete(ticket, outcome, ttl);
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    renewals.incrementAndGet();
    return reached().renew(ticket, lease);
  }

  @Override
  public boolean release(Ticket ticket) {
    return reached().release(ticket);
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    return reached().find(key);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    return reached().amend(key, version, outcome);
  }

  @Override
  public boolean forget(String key, long fence) {
    return reached().forget(key, fence);
  }

  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    return reached().pending(olderThan, limit, cursor);
  }

  @Override
  public int maxOutcomeBytes() {
    return store.maxOutcomeBytes();
  }

  @Override
  public StoreStats stats() {
    return reached().stats();
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return notifies.get() ? store.notifier() : Optional.empty();
  }

  @Override
  public void close() {
    store.close();
  }
}
