package io.github.semel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A store whose operations show in the flight recordings of the JDK, as {@code
 * io.github.semel.StoreOperation}, when they take longer than the event's threshold: 20 ms unless
 * the recording's settings say otherwise. While nobody records it costs a read of a flag. Keys are
 * not recorded. Safe for any thread.
 *
 * <p>The executor puts its store into one by itself.
 */
public final class ProfiledStore implements IdempotencyStore {

  /** A Java runtime may be built without the recorder; its classes must not be touched then. */
  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private final IdempotencyStore store;

  private ProfiledStore(IdempotencyStore store) {
    this.store = store;
  }

  /** {@code store} in such a store; itself where it is one, or where there is no recorder. */
  public static IdempotencyStore of(IdempotencyStore store) {
    Limits.requireNonNull("store", store);
    return store instanceof ProfiledStore || !AVAILABLE ? store : new ProfiledStore(store);
  }

  /**
   * Whether a flight recording was ever begun in this process; false where there is no recorder.
   */
  public static boolean isRecording() {
    return AVAILABLE && FlightRecorder.isInitialized();
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    return isRecording()
        ? profile(StoreOperation.CLAIM, 1, () -> store.claim(request))
        : store.claim(request);
  }

  @Override
  public ClaimResult claim(String key, Fingerprint fingerprint, ClaimTerms terms) {
    return isRecording()
        ? profile(StoreOperation.CLAIM, 1, () -> store.claim(key, fingerprint, terms))
        : store.claim(key, fingerprint, terms);
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    return isRecording()
        ? profile(StoreOperation.COMPLETE, 1, () -> store.complete(ticket, outcome, ttl))
        : store.complete(ticket, outcome, ttl);
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    return isRecording()
        ? profile(StoreOperation.RENEW, 1, () -> store.renew(ticket, lease))
        : store.renew(ticket, lease);
  }

  @Override
  public boolean release(Ticket ticket) {
    return isRecording()
        ? profile(StoreOperation.RELEASE, 1, () -> store.release(ticket))
        : store.release(ticket);
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    return isRecording() ? profile(StoreOperation.FIND, 1, () -> store.find(key)) : store.find(key);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    return isRecording()
        ? profile(StoreOperation.AMEND, 1, () -> store.amend(key, version, outcome))
        : store.amend(key, version, outcome);
  }

  @Override
  public boolean forget(String key, long fence) {
    return isRecording()
        ? profile(StoreOperation.FORGET, 1, () -> store.forget(key, fence))
        : store.forget(key, fence);
  }

  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    return isRecording()
        ? profile(StoreOperation.PENDING, limit, () -> store.pending(olderThan, limit, cursor))
        : store.pending(olderThan, limit, cursor);
  }

  @Override
  public List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    return isRecording()
        ? profile(StoreOperation.CLAIM, requests.size(), () -> store.claimAll(requests))
        : store.claimAll(requests);
  }

  @Override
  public List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    return isRecording()
        ? profile(StoreOperation.COMPLETE, requests.size(), () -> store.completeAll(requests))
        : store.completeAll(requests);
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

  private static <T> T profile(StoreOperation operation, int items, Supplier<T> call) {
    StoreOperationEvent event = new StoreOperationEvent();
    event.begin();
    T result;
    try {
      result = call.get();
    } catch (RuntimeException e) {
      event.finish(operation, items, e);
      throw e;
    }
    event.finish(operation, items, result);
    return result;
  }
}
