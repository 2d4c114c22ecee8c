package io.github.semel.compact;

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
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
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
 * The compact in-heap store: records are packed into a few large arrays, so that the garbage
 * collector sees thousands of objects where there are millions of keys.
 *
 * <pre>
 * stripe 0 … 127, by the keyed hash of the key; each has a monitor and
 *
 *   index      long[]   33 bits of the hash | 31 bits of address              8 bytes a slot
 *                │       linear probing, load 0.64 to 0.8
 *                ▼
 *   records    byte[]…  chunks of records, in groups of 32                   48 bytes a record
 *                │       key 16 | fingerprint 16 | fence, state 8 | end, address 8
 *                ▼
 *   slab       byte[]…  chunks of blocks of one size class                    + 8 an outcome
 *                        outcomes; keys that are not UUIDs; what is uncommon about a record
 * </pre>
 *
 * <p>{@link RecordView} draws the bytes of a record and of its blocks, {@link Index} the slots. A
 * key that is a UUID in lower case takes no more than the 16 bytes of its record; any other has its
 * UTF-8 in a block. A common claim, that is one without a label, under an owner that the store
 * made, at the first attempt and with a lease of no more than 35 minutes, needs no block, and
 * neither does a completion without bytes.
 *
 * <p><b>Slab or segments.</b> Segcache (Yang, Yue and Rashmi, NSDI 2021) appends objects to
 * segments by their TTL, so that what expires together lies together and expiry drops a segment
 * whole; it needs no free lists and wastes nothing within a segment. It suits objects that are
 * written once. Here each record changes once, soon, and mostly to another TTL and a larger size:
 * in segments, each completion would leave a hole where the claim was, each short TTL among long
 * ones, amendment or release another, and only a compaction would bring that memory back within a
 * stated bound (Segcache merges segments, and evicts while it does). So records have places of one
 * size that a completion rewrites, and outcomes have size classes whose freed blocks the next
 * outcome of about that size takes. What it costs is the rounding, 3% on average, the reserve of
 * the pools, another 3%, and a first touch of each record when it expires. What is kept of
 * Segcache's idea: the sweep looks at groups of records claimed together, by the earliest of their
 * ends.
 *
 * <p><b>Cost.</b> A claim of a fresh key is a look at the index and, under its stripe's monitor,
 * one more and the record. A duplicate is answered without the monitor; it takes it only if its own
 * record, or one of a sixty-fourth of the stripe, changes at that moment. Completing, renewing and
 * releasing go to the record that the ticket knows. All are O(1), amortized over the growth of the
 * index, which moves a few slots with each change; but for the claim of a new key in a full store,
 * which looks at every stripe, and for each stripe in which something has ended at the groups of
 * its records. {@link #pending} is O(n) over all pages for n records, and holds a monitor for a
 * chunk at a time.
 *
 * <p><b>Expiry.</b> An expired record is as good as absent at the instant it expires. Its memory
 * comes back as claims go on: every second new key of a stripe looks at a group, so that no more
 * than a sixteenth of the records are expired ones under a steady load, whatever the leases and
 * ttls are. Without claims nothing is swept, unless {@link Builder#sweepWith} gives a scheduler:
 * the store has no thread of its own. Chunks that are empty go back to the collector but for a
 * reserve of a thirty-second of what their pool has in use.
 *
 * <p><b>Bounds.</b> {@link Builder#maxEntries} and {@link Builder#maxBytes} are exact, and nothing
 * is ever evicted: a claim of a new key first makes room from what has expired, wherever it is, and
 * is else refused. What a claim may need later is taken when it is admitted, see {@link
 * Builder#reservedOutcomeBytes}.
 *
 * <p>Time is the JVM's monotonic timer; what the wall clock does moves no lease. The records live
 * and die with the process, which may be 142 years old. Safe for any number of threads.
 */
public final class StripedStore implements IdempotencyStore, SettlementNotifier {

  static final String NAME = "compact in-heap store";

  /** The largest outcome that can be allowed: 1 GiB. */
  static final int LARGEST_OUTCOME = 1 << 30;

  /**
   * As many that threads seldom meet, and no more: each stripe has its own lists, hands and chunks
   * in use, which each of its next claims finds in the caches only if few stripes share them. On
   * two cores, with a million records, 16 stripes answered one thread half as fast again as 128
   * did.
   */
  private static final int STRIPES_A_PROCESSOR = 8;

  private static final int FEWEST_STRIPES = 16;
  private static final int MOST_STRIPES = 256;

  /** A power of two of them; the stripe is chosen by bits of the hash that no index uses. */
  private final Stripe[] stripes =
      new Stripe[stripeCount(Runtime.getRuntime().availableProcessors())];

  private final KeyHash hashing = KeyHash.random();
  private final Room room;
  private final int maxOutcomeBytes;
  private final LongAdder refused = new LongAdder();
  private final @Nullable Future<?> sweeping;

  private volatile boolean closed;

  private StripedStore(Builder builder) {
    maxOutcomeBytes = builder.maxOutcomeBytes;
    room =
        new Room(
            builder.maxEntries,
            builder.maxBytes,
            Math.min(builder.reservedOutcomeBytes, maxOutcomeBytes));
    long ownerHigh = new SecureRandom().nextLong();
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe(builder.clock, hashing, room, builder.listener, ownerHigh);
    }
    sweeping =
        builder.scheduler == null
            ? null
            : builder.scheduler.scheduleWithFixedDelay(
                this::sweep, builder.sweepMicros, builder.sweepMicros, TimeUnit.MICROSECONDS);
  }

  /** How many stripes a store has on so many processors. */
  static int stripeCount(int processors) {
    int wanted = Math.min(MOST_STRIPES, Math.max(FEWEST_STRIPES, STRIPES_A_PROCESSOR * processors));
    return Integer.highestOneBit(wanted - 1) << 1;
  }

  /** A store without a bound on its entries or bytes. */
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

  /** As the general form, without drawing an owner: the fence makes one that is unique here. */
  @Override
  public ClaimResult claim(String key, Fingerprint fingerprint, ClaimTerms terms) {
    // A key that turns out a UUID is known to be in its bounds; any other is checked as it is read.
    String present = key == null ? Limits.requireKey(null) : key;
    Limits.requireNonNull("fingerprint", fingerprint);
    Limits.requireNonNull("terms", terms);
    return claim(present, fingerprint, terms, null);
  }

  private ClaimResult claim(
      String key, Fingerprint fingerprint, ClaimTerms terms, @Nullable Owner owner) {
    requireOpen();
    byte[] text = null;
    long high = 0;
    long low;
    long hash;
    long first = KeyCodec.first(key);
    long middle = first < 0 ? -1 : KeyCodec.middle(key);
    long last = first < 0 ? -1 : KeyCodec.last(key);
    if (KeyCodec.isUuid(first, middle, last)) {
      high = KeyCodec.high(first, middle);
      low = KeyCodec.low(middle, last);
      hash = hashing.of(high, low);
    } else {
      text = Limits.requireKey(key).getBytes(StandardCharsets.UTF_8);
      hash = hashing.of(text);
      low = hash;
    }
    Stripe stripe = stripe(hash);
    ClaimResult result = stripe.answer(key, text, high, low, hash, fingerprint, owner);
    while (result == null) {
      result = stripe.claim(key, text, high, low, hash, fingerprint, terms, owner);
      // Room may also have come from another thread's sweep, so that ours found nothing.
      if (result == null && !makeRoom() && !room.hasRoom(room.newKeyBytes(text))) {
        refused.increment();
        throw new StoreFullException(key, room.exhausted());
      }
    }
    return result;
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireOutcome(ticket.key(), outcome, maxOutcomeBytes);
    Limits.requireTtl(ttl);
    Key key = keyToLookUp(ticket);
    return stripe(ticket, key).complete(ticket, key, outcome, ttl);
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    long leaseMicros = Micros.of(Limits.requireLease(lease));
    Key key = keyToLookUp(ticket);
    return stripe(ticket, key).renew(ticket, key, leaseMicros);
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    Key key = keyToLookUp(ticket);
    return stripe(ticket, key).release(ticket, key);
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    Key found = key(key);
    return stripe(found.hash()).find(found);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(key, outcome, maxOutcomeBytes);
    Key amended = key(key);
    return stripe(amended.hash()).amend(amended, version, outcome);
  }

  @Override
  public boolean forget(String key, long fence) {
    Key forgotten = key(key);
    return stripe(forgotten.hash()).forget(forgotten, fence);
  }

  /** The cursor is the number of a stripe and the last address seen in it: {@code 17:4711}. */
  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    Limits.requirePage(olderThan, limit);
    int number = 0;
    int after = 0;
    if (cursor != null) {
      int colon = cursor.indexOf(':');
      number = (int) cursorPart(cursor, 0, Math.max(0, colon), stripes.length - 1);
      after = (int) cursorPart(cursor, colon + 1, cursor.length(), Integer.MAX_VALUE);
    }
    requireOpen();
    List<IdempotencyRecord.Pending> records = new ArrayList<>();
    for (; number < stripes.length; number++) {
      after = stripes[number].pending(after, Micros.of(olderThan), limit, records);
      if (after != 0) {
        return new PendingPage(records, Optional.of(number + ":" + after));
      }
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
    return new StoreStats(entries, room.entries.max(), expired, refused.sum());
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return Optional.of(this);
  }

  @Override
  public Registration onSettled(String key, Runnable callback) {
    Limits.requireNonNull("callback", callback);
    Key awaited = key(key);
    return stripe(awaited.hash()).onSettled(awaited, callback);
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

  /** The key of a ticket that does not know its record; null for one of this store's own. */
  private @Nullable Key keyToLookUp(Ticket ticket) {
    return ticket instanceof StripedTicket own && own.stripe().room() == room
        ? null
        : Key.of(ticket.key(), hashing);
  }

  private Stripe stripe(Ticket ticket, @Nullable Key key) {
    requireOpen();
    return key == null ? ((StripedTicket) ticket).stripe() : stripe(key.hash());
  }

  private Key key(String key) {
    Limits.requireKey(key);
    requireOpen();
    return Key.of(key, hashing);
  }

  private Stripe stripe(long hash) {
    return stripes[(int) hash & (stripes.length - 1)];
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException(NAME);
    }
  }

  /** Removes expired records until there is room for one; false when nothing has expired. */
  private boolean makeRoom() {
    for (Stripe stripe : stripes) {
      if (stripe.sweep() > 0) {
        return true;
      }
    }
    return false;
  }

  private void sweep() {
    for (Stripe stripe : stripes) {
      stripe.sweep();
    }
  }

  private static long cursorPart(String cursor, int from, int to, int most) {
    try {
      return Limits.requireRange("cursor", Integer.parseInt(cursor, from, to, 10), 0, most);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("cursor", cursor, "one that a page of this store gave");
    }
  }

  // --- for tests ---

  Stripe[] stripes() {
    return stripes;
  }

  Room room() {
    return room;
  }

  KeyHash hashing() {
    return hashing;
  }

  /** Walks the index and the memory of every stripe. */
  void assertValid() {
    for (int i = 0; i < stripes.length; i++) {
      stripes[i].assertValid(i, stripes.length);
    }
  }

  /** Options for a store; every one has a default. Not thread-safe. */
  public static final class Builder {

    private StoreClock clock = StoreClock.monotonic();
    private StoreListener listener = StoreListener.NONE;
    private long maxEntries = Capacity.UNBOUNDED;
    private long maxBytes = Capacity.UNBOUNDED;
    private int maxOutcomeBytes = 1 << 20;
    private int reservedOutcomeBytes = 1 << 10;
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
     * How many bytes the records may take; without a bound unless given. A record counts 64 bytes,
     * and its outcome and a key that is not a UUID what their blocks take: 48 bytes more than the
     * outcome, rounded up to a size class. A claim counts as if it were completed with an outcome
     * of the reserved size. On top of the bound come the reserves of the pools, about a sixteenth
     * of what is in use and up to 2 KiB for each size class that a stripe uses, and a second index
     * while one grows, 8 to 13 bytes a record of that stripe.
     *
     * @param maxBytes 1 or more
     */
    public Builder maxBytes(long maxBytes) {
      this.maxBytes = Limits.requireRange("maxBytes", maxBytes, 1, Capacity.UNBOUNDED - 1);
      return this;
    }

    /**
     * How large an outcome may be whose completion is never refused for lack of room, in bytes; 1
     * KiB unless given, and never more than the largest outcome. That much is reserved for each
     * claim that is admitted, so it counts only with {@link #maxBytes}: without that no completion
     * lacks room. A larger outcome for which there is no room is refused with an {@link
     * io.github.semel.OutcomeTooLargeException}, and the claim is still held.
     *
     * @param reservedOutcomeBytes 0 to 2^30
     */
    public Builder reservedOutcomeBytes(int reservedOutcomeBytes) {
      this.reservedOutcomeBytes =
          (int)
              Limits.requireRange("reservedOutcomeBytes", reservedOutcomeBytes, 0, LARGEST_OUTCOME);
      return this;
    }

    /**
     * The largest outcome in bytes; 1 MiB unless given.
     *
     * @param maxOutcomeBytes 0 to 2^30
     */
    public Builder maxOutcomeBytes(int maxOutcomeBytes) {
      this.maxOutcomeBytes =
          (int) Limits.requireRange("maxOutcomeBytes", maxOutcomeBytes, 0, LARGEST_OUTCOME);
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
      return ObservedStore.of(new StripedStore(this), listener);
    }
  }
}
