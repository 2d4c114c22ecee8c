package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClock;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreFullException;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The protocol as a plain sequential program, naive on purpose: it is what a store is compared
 * with, so it should be checked by reading. For one thread. Every operation looks at all records;
 * use it for small numbers.
 */
public final class StoreModel implements IdempotencyStore {

  private static final int MAX_OUTCOME_BYTES = 1 << 20;

  private final StoreClock clock;
  private final OptionalLong maxEntries;
  private final int maxOutcomeBytes;
  private final Map<String, Entry> entries = new HashMap<>();
  private long newestFence;
  private long expired;
  private long refused;
  private boolean closed;

  /** A model that takes any number of records. */
  public StoreModel(StoreClock clock) {
    this(clock, OptionalLong.empty(), MAX_OUTCOME_BYTES);
  }

  /** A model that takes so many records, and outcomes of so many bytes. */
  public StoreModel(StoreClock clock, OptionalLong maxEntries, int maxOutcomeBytes) {
    this.clock = Limits.requireNonNull("clock", clock);
    this.maxEntries = Limits.requireNonNull("maxEntries", maxEntries);
    this.maxOutcomeBytes = maxOutcomeBytes;
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    Limits.requireNonNull("request", request);
    long now = begin();
    Entry entry = entries.get(request.key());
    if (entry == null) {
      if (maxEntries.isPresent() && entries.size() >= maxEntries.getAsLong()) {
        refused++;
        throw new StoreFullException(request.key(), "maxEntries " + maxEntries.getAsLong());
      }
      return put(request, 1, now);
    }
    Outcome outcome = entry.outcome;
    if (outcome == null && entry.owner.equals(request.owner())) {
      return entry.ticket();
    }
    if (!entry.fingerprint.equals(request.fingerprint())) {
      return new ClaimResult.Mismatch(entry.fingerprint);
    }
    if (outcome != null) {
      return new ClaimResult.Completed(
          outcome, Micros.toInstant(entry.completedAt), Micros.toDuration(entry.expiresAt - now));
    }
    if (now < entry.leaseUntil) {
      return new ClaimResult.InProgress(
          entry.terms.label(),
          entry.attempt,
          Micros.toDuration(now - entry.claimedAt),
          Micros.toDuration(entry.leaseUntil - now));
    }
    return put(request, entry.attempt + 1, now);
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireOutcome(ticket.key(), outcome, maxOutcomeBytes);
    Limits.requireTtl(ttl);
    long now = begin();
    Entry entry = entries.get(ticket.key());
    if (entry == null || !entry.isProvenBy(ticket)) {
      return new Completion.Superseded(Optional.ofNullable(entry).map(Entry::snapshot));
    }
    if (entry.outcome == null) {
      entry.outcome = outcome;
      entry.completedAt = now;
      entry.expiresAt = now + Micros.of(ttl);
    }
    return Completion.Recorded.INSTANCE;
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireLease(lease);
    long now = begin();
    Entry entry = entries.get(ticket.key());
    if (entry == null || entry.outcome != null || !entry.isProvenBy(ticket)) {
      return false;
    }
    entry.leaseUntil = now + Micros.of(lease);
    entry.expiresAt = entry.leaseUntil + entry.terms.ttlMicros();
    return true;
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    begin();
    Entry entry = entries.get(ticket.key());
    if (entry == null || entry.outcome != null || !entry.isProvenBy(ticket)) {
      return false;
    }
    entries.remove(ticket.key());
    return true;
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    Limits.requireKey(key);
    begin();
    return Optional.ofNullable(entries.get(key)).map(Entry::snapshot);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(key, outcome, maxOutcomeBytes);
    begin();
    Entry entry = entries.get(key);
    if (entry == null || entry.outcome == null || !entry.version().equals(version)) {
      return false;
    }
    entry.outcome = outcome;
    entry.amendments++;
    return true;
  }

  @Override
  public boolean forget(String key, long fence) {
    Limits.requireKey(key);
    begin();
    Entry entry = entries.get(key);
    if (entry == null || entry.fence != fence) {
      return false;
    }
    entries.remove(key);
    return true;
  }

  /** In the order of the keys; the cursor is the last key of the page before. */
  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    Limits.requirePage(olderThan, limit);
    long now = begin();
    List<IdempotencyRecord.Pending> page = new ArrayList<>();
    for (String key : new TreeSet<>(entries.keySet())) {
      Entry entry = entries.get(key);
      if (entry != null
          && entry.snapshot() instanceof IdempotencyRecord.Pending pending
          && now - entry.claimedAt >= Micros.of(olderThan)
          && (cursor == null || key.compareTo(cursor) > 0)) {
        if (page.size() == limit) {
          return new PendingPage(page, Optional.of(page.get(limit - 1).key()));
        }
        page.add(pending);
      }
    }
    return new PendingPage(page, Optional.empty());
  }

  @Override
  public int maxOutcomeBytes() {
    return maxOutcomeBytes;
  }

  @Override
  public StoreStats stats() {
    begin();
    return new StoreStats(entries.size(), maxEntries, expired, refused);
  }

  @Override
  public void close() {
    closed = true;
    entries.clear();
  }

  /** What every operation begins with: the one reading of the clock, and what has expired goes. */
  private long begin() {
    if (closed) {
      throw new StoreClosedException("store model");
    }
    long now = clock.micros();
    int before = entries.size();
    entries.values().removeIf(entry -> now >= entry.expiresAt);
    expired += before - entries.size();
    return now;
  }

  private Ticket put(ClaimRequest request, int attempt, long now) {
    newestFence = Math.max(newestFence + 1, now);
    Entry entry = new Entry(request, newestFence, attempt, now);
    entries.put(request.key(), entry);
    return entry.ticket();
  }

  /** The one record of a key; completed when it has an outcome. */
  private static final class Entry {

    final String key;
    final Owner owner;
    final Fingerprint fingerprint;
    final ClaimTerms terms;
    final long fence;
    final int attempt;
    final long claimedAt;

    long leaseUntil;

    /** The end of the retention while it is pending, of the ttl when it is completed. */
    long expiresAt;

    @Nullable Outcome outcome;
    int amendments;
    long completedAt;

    Entry(ClaimRequest request, long fence, int attempt, long now) {
      this.key = request.key();
      this.owner = request.owner();
      this.fingerprint = request.fingerprint();
      this.terms = request.terms();
      this.fence = fence;
      this.attempt = attempt;
      this.claimedAt = now;
      this.leaseUntil = now + terms.leaseMicros();
      this.expiresAt = leaseUntil + terms.ttlMicros();
    }

    /** By owner and fence: an owner that claims again after a release has a new claim. */
    boolean isProvenBy(Ticket ticket) {
      return owner.equals(ticket.owner()) && fence == ticket.fence();
    }

    Ticket ticket() {
      return Ticket.of(key, owner, fence, attempt);
    }

    RecordVersion version() {
      return new RecordVersion(fence, amendments);
    }

    IdempotencyRecord snapshot() {
      return outcome == null
          ? new IdempotencyRecord.Pending(
              key,
              owner,
              fence,
              attempt,
              fingerprint,
              Micros.toInstant(claimedAt),
              Micros.toInstant(leaseUntil),
              Micros.toInstant(expiresAt),
              terms.label())
          : new IdempotencyRecord.Completed(
              key,
              owner,
              version(),
              attempt,
              fingerprint,
              outcome,
              Micros.toInstant(completedAt),
              Micros.toInstant(expiresAt));
    }
  }
}
