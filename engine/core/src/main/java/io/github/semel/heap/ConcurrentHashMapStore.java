package io.github.semel.heap;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.ObservedStore;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier;
import io.github.semel.StoreClock;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreFullException;
import io.github.semel.StoreListener;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import io.github.semel.local.Capacity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The in-heap store: records are objects in concurrent hash maps, one map to a stripe of the keys.
 *
 * <p>A claim of a fresh key is a read that finds nothing and one map update under its stripe's
 * monitor. A duplicate is answered by a lock-free read. Completing, renewing and releasing change
 * the entry that is the ticket, after one look that the map of <em>this</em> store holds it. All of
 * them are O(1), amortized, but for the claim of a new key in a full store, which looks for expired
 * records in every stripe. {@link #pending} is O(n / 64) a page for n records.
 *
 * <p>An expired record is as good as absent at the instant it expires. Its memory comes back as
 * claims go on: each claim looks at up to four records whose time has come. A record is looked at
 * when its slot of the expiry wheel has passed, late by a seventh of its lease or ttl and 2 ms at
 * most. One that was released or forgotten leaves the map at once, and the wheel before it has
 * doubled. Without claims nothing is swept, unless {@link Builder#sweepWith} gives a scheduler: the
 * store has no thread of its own.
 *
 * <p>With {@link Builder#maxEntries} the bound is exact, and nothing is ever evicted: a claim of a
 * new key first makes room from what has expired, wherever it is, and is else refused.
 *
 * <p>Time is the JVM's monotonic timer; what the wall clock does moves no lease. The records live
 * and die with the process.
 */
public final class ConcurrentHashMapStore implements IdempotencyStore, SettlementNotifier {

  private static final int STRIPE_BITS = 6;
  static final String NAME = "in-heap store";

  private final Stripe[] stripes = new Stripe[1 << STRIPE_BITS];
  private final Capacity capacity;
  private final int maxOutcomeBytes;
  private final LongAdder refused = new LongAdder();
  private final @Nullable Future<?> sweeping;

  private volatile boolean closed;

  private ConcurrentHashMapStore(Builder builder) {
    capacity = new Capacity(builder.maxEntries);
    maxOutcomeBytes = builder.maxOutcomeBytes;
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe(builder.clock, capacity, builder.listener);
    }
    sweeping =
        builder.scheduler == null
            ? null
            : builder.scheduler.scheduleWithFixedDelay(
                this::sweep, builder.sweepMicros, builder.sweepMicros, TimeUnit.MICROSECONDS);
  }

  /** A store without a bound on its entries. */
  public static IdempotencyStore create() {
    return builder().build();
  }

  /** Options for a store. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    Limits.requireNonNull("request", request);
    return claim(request.key(), request.fingerprint(), request.terms(), request.owner());
  }

  /** As the general form, without drawing an owner: the ticket itself is the proof here. */
  @Override
  public ClaimResult claim(String key, Fingerprint fingerprint, ClaimTerms terms) {
    Limits.requireKey(key);
    Limits.requireNonNull("fingerprint", fingerprint);
    Limits.requireNonNull("terms", terms);
    return claim(key, fingerprint, terms, null);
  }

  private ClaimResult claim(
      String key, Fingerprint fingerprint, ClaimTerms terms, @Nullable Owner owner) {
    Stripe stripe = stripe(key);
    ClaimResult result = stripe.answer(key, fingerprint, owner);
    while (result == null) {
      result = stripe.claim(key, fingerprint, terms, owner);
      // Room may also have come from another thread's sweep, so that ours found nothing.
      if (result == null && !makeRoom() && !capacity.hasRoom(1)) {
        refused.increment();
        throw new StoreFullException(key, "maxEntries " + capacity.max().orElseThrow());
      }
    }
    return result;
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireOutcome(ticket.key(), outcome, maxOutcomeBytes);
    return stripe(ticket.key()).complete(ticket, outcome, Limits.requireTtl(ttl));
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    return stripe(ticket.key()).renew(ticket, Micros.of(Limits.requireLease(lease)));
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    return stripe(ticket.key()).release(ticket);
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    return stripe(Limits.requireKey(key)).find(key);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(key, outcome, maxOutcomeBytes);
    return stripe(key).amend(key, version, outcome);
  }

  @Override
  public boolean forget(String key, long fence) {
    return stripe(Limits.requireKey(key)).forget(key, fence);
  }

  /** The cursor is the number of a stripe and the last key seen in it: {@code 17:last key}. */
  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    Limits.requirePage(olderThan, limit);
    int number = 0;
    String after = "";
    if (cursor != null) {
      int colon = cursor.indexOf(':');
      number = stripeNumber(cursor, colon);
      after = cursor.substring(colon + 1);
    }
    requireOpen();
    List<IdempotencyRecord.Pending> records = new ArrayList<>();
    for (; number < stripes.length; number++) {
      int room = limit - records.size();
      records.addAll(stripes[number].pending(after, Micros.of(olderThan), room));
      if (records.size() == limit) {
        String last = records.get(limit - 1).key();
        return new PendingPage(records, Optional.of(number + ":" + last));
      }
      after = "";
    }
    return new PendingPage(records, Optional.empty());
  }

  @Override
  public int maxOutcomeBytes() {
    return maxOutcomeBytes;
  }

  @Override
  public StoreStats stats() {
    requireOpen();
    long entries = 0;
    long expired = 0;
    for (Stripe stripe : stripes) {
      entries += stripe.entries();
      expired += stripe.expired();
    }
    return new StoreStats(entries, capacity.max(), expired, refused.sum());
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return Optional.of(this);
  }

  @Override
  public Registration onSettled(String key, Runnable callback) {
    Limits.requireNonNull("callback", callback);
    return stripe(Limits.requireKey(key)).onSettled(key, callback);
  }

  /** Drops all records; waiters are called back. */
  @Override
  public void close() {
    closed = true;
    if (sweeping != null) {
      sweeping.cancel(false);
    }
    for (Stripe stripe : stripes) {
      stripe.close();
    }
  }

  private Stripe stripe(String key) {
    requireOpen();
    // The map inside the stripe spreads by the low bits of the hash; the stripe takes the high bits
    // of its product with 2^32 / golden ratio, so that the two choices do not go together.
    return stripes[(key.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - STRIPE_BITS)];
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException(NAME);
    }
  }

  /** Removes expired records until there is room for one; false when nothing has expired. */
  private boolean makeRoom() {
    for (Stripe stripe : stripes) {
      if (stripe.sweep(true) > 0) {
        return true;
      }
    }
    return false;
  }

  private void sweep() {
    for (Stripe stripe : stripes) {
      stripe.sweep(false);
    }
  }

  private int stripeNumber(String cursor, int colon) {
    try {
      return (int)
          Limits.requireRange(
              "cursor", Integer.parseInt(cursor, 0, Math.max(0, colon), 10), 0, stripes.length - 1);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("cursor", cursor, "one that a page of this store gave");
    }
  }

  /** Options for a store; every one has a default. Not thread-safe. */
  public static final class Builder {

    private StoreClock clock = StoreClock.monotonic();
    private StoreListener listener = StoreListener.NONE;
    private long maxEntries = Capacity.UNBOUNDED;
    private int maxOutcomeBytes = 1 << 20;
    private @Nullable ScheduledExecutorService scheduler;
    private long sweepMicros;

    private Builder() {}

    /** The time to go by; the JVM's monotonic timer unless given. */
    public Builder clock(StoreClock clock) {
      this.clock = Limits.requireNonNull("clock", clock);
      return this;
    }

    /** What hears of every operation and of expired records; nothing unless given. */
    public Builder listener(StoreListener listener) {
      this.listener = Limits.requireNonNull("listener", listener);
      return this;
    }

    /**
     * How many records the store admits; without a bound unless given.
     *
     * @param maxEntries 1 or more
     */
    public Builder maxEntries(long maxEntries) {
      this.maxEntries = Limits.requireRange("maxEntries", maxEntries, 1, Capacity.UNBOUNDED - 1);
      return this;
    }

    /**
     * The largest outcome in bytes; 1 MiB unless given.
     *
     * @param maxOutcomeBytes 0 or more
     */
    public Builder maxOutcomeBytes(int maxOutcomeBytes) {
      this.maxOutcomeBytes =
          (int) Limits.requireRange("maxOutcomeBytes", maxOutcomeBytes, 0, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Has a scheduler of the caller's remove expired records also while no claims come. The caller
     * shuts it down; closing the store ends its task.
     *
     * @param every from the end of one sweep to the next; positive, at most a day
     */
    public Builder sweepWith(ScheduledExecutorService scheduler, Duration every) {
      this.scheduler = Limits.requireNonNull("scheduler", scheduler);
      this.sweepMicros = Micros.of(Limits.requirePositive("every", every, Duration.ofDays(1)));
      return this;
    }

    /** Opens the store. */
    public IdempotencyStore build() {
      return ObservedStore.of(new ConcurrentHashMapStore(this), listener);
    }
  }
}
