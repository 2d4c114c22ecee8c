package io.github.semel.heap;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier.Registration;
import io.github.semel.StoreClock;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreListener;
import io.github.semel.Ticket;
import io.github.semel.local.Announcements;
import io.github.semel.local.Capacity;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of the keys that hash here.
 *
 * <p><b>Concurrency.</b> Every change happens under this object's monitor, with the clock read
 * inside it; {@link #answer} and {@link #find} read without it. An entry that leaves the map is
 * marked gone first, so a reader that got hold of it just before knows to ask again. What is to be
 * run after a change, callbacks of waiters and news for the listener, is collected under the
 * monitor and run when it is free.
 */
final class Stripe {

  /**
   * How many due filings a claim looks at. A record is filed twice in its life, under its lease and
   * under its end, so two would keep pace with steady claims; four catch up with a burst.
   */
  private static final int EXAMINED_PER_CLAIM = 4;

  /** The most filings looked at in one hold of the monitor by a sweep of everything. */
  private static final int EXAMINED_PER_HOLD = 256;

  /** A map that once held more than this is replaced when it is empty, because it never shrinks. */
  private static final int WORTH_SHRINKING = 1_024;

  /** So many filings are not worth looking through. */
  private static final int FEW_FILINGS = 256;

  private final StoreClock clock;
  private final Capacity capacity;

  /** Replaced under the monitor; a reader may still see the one before, all of it gone. */
  private volatile ConcurrentHashMap<String, Entry> map = new ConcurrentHashMap<>();

  // All below: under the monitor.
  private ExpiryWheel<Entry> wheel = new ExpiryWheel<>();
  private final Announcements announcements;
  private boolean closed;
  private int entries;
  private int mostEntries;
  private long expired;

  /** How many filings the wheel may have before those of gone entries are looked for. */
  private int filingsAllowed = FEW_FILINGS;

  /**
   * The highest fence of the entries that have left the map. A key that is claimed again starts
   * above it, also when the clock stood still in between.
   */
  private long highestFenceGone = Long.MIN_VALUE;

  Stripe(StoreClock clock, Capacity capacity, StoreListener listener) {
    this.clock = clock;
    this.capacity = capacity;
    this.announcements = new Announcements(listener);
  }

  // --- without the monitor ---

  /** Answers a claim of a key that is taken, or returns null where {@link #claim} must decide. */
  @Nullable ClaimResult answer(String key, Fingerprint fingerprint, @Nullable Owner owner) {
    Entry entry = map.get(key);
    return entry == null ? null : Reading.answer(entry, fingerprint, owner, clock);
  }

  Optional<IdempotencyRecord> find(String key) {
    Entry entry = map.get(key);
    Optional<IdempotencyRecord> record =
        entry == null ? Optional.empty() : Reading.record(entry, clock);
    return record.isPresent() ? record : findNow(key);
  }

  /** The pending records after key {@code after} in the order of their keys, the first few. */
  Collection<IdempotencyRecord.Pending> pending(String after, long minAgeMicros, int limit) {
    TreeMap<String, IdempotencyRecord.Pending> first = new TreeMap<>();
    for (Entry entry : map.values()) {
      Object state = entry.state();
      boolean mayBePending = state == null || Entry.isGone(state);
      // Read again by its key: where the entry is gone, a takeover may have put the next one there.
      if (mayBePending
          && entry.key().compareTo(after) > 0
          && find(entry.key()).orElse(null) instanceof IdempotencyRecord.Pending record
          && clock.micros() - Micros.of(record.claimedAt()) >= minAgeMicros) {
        first.put(record.key(), record);
        if (first.size() > limit) {
          first.pollLastEntry();
        }
      }
    }
    return first.values();
  }

  int entries() {
    return Math.toIntExact(map.mappingCount());
  }

  // --- under the monitor ---

  /** Claims a key; null when it is new and there is no room. */
  @Nullable ClaimResult claim(
      String key, Fingerprint fingerprint, ClaimTerms terms, @Nullable Owner owner) {
    ClaimResult result;
    List<Runnable> after;
    synchronized (this) {
      result = claimNew(key, fingerprint, terms, owner);
      after = announcements.take();
    }
    Announcements.run(after);
    return result;
  }

  Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Completion completion;
    List<Runnable> after;
    synchronized (this) {
      long now = clock.micros();
      Entry entry = held(ticket, now);
      if (entry == null) {
        completion = new Completion.Superseded(findNow(ticket.key()));
      } else {
        completion = Completion.Recorded.INSTANCE;
        if (entry.isPending()) {
          long examinedBy = entry.examinedBy(now);
          entry.complete(outcome, now, ttl);
          fileBefore(examinedBy, entry, now);
          announcements.settled(entry.key());
        }
      }
      after = announcements.take();
    }
    Announcements.run(after);
    return completion;
  }

  boolean renew(Ticket ticket, long leaseMicros) {
    List<Runnable> after;
    synchronized (this) {
      long now = clock.micros();
      Entry entry = held(ticket, now);
      if (entry == null || !entry.isPending()) {
        return false;
      }
      long examinedBy = entry.examinedBy(now);
      long leaseUntil = entry.leaseUntil(entry.times());
      entry.renew(now, leaseMicros);
      fileBefore(examinedBy, entry, now);
      if (now + leaseMicros < leaseUntil) {
        // Who waits for the lease to lapse has set a timer that is too late now.
        announcements.settled(entry.key());
      }
      after = announcements.take();
    }
    Announcements.run(after);
    return true;
  }

  boolean release(Ticket ticket) {
    List<Runnable> after;
    synchronized (this) {
      Entry entry = held(ticket, clock.micros());
      if (entry == null || !entry.isPending()) {
        return false;
      }
      remove(entry);
      after = announcements.take();
    }
    Announcements.run(after);
    return true;
  }

  synchronized boolean amend(String key, RecordVersion version, Outcome outcome) {
    requireOpen();
    Entry entry = map.get(key);
    if (entry == null || !entry.hasVersion(version) || clock.micros() >= entry.endsAt()) {
      return false;
    }
    entry.amend(outcome);
    return true;
  }

  boolean forget(String key, long fence) {
    List<Runnable> after;
    synchronized (this) {
      requireOpen();
      Entry entry = map.get(key);
      if (entry == null || entry.fence() != fence || clock.micros() >= entry.endsAt()) {
        return false;
      }
      remove(entry);
      after = announcements.take();
    }
    Announcements.run(after);
    return true;
  }

  /** Registers a callback; see {@link io.github.semel.SettlementNotifier#onSettled}. */
  Registration onSettled(String key, Runnable callback) {
    synchronized (this) {
      Entry entry = map.get(key);
      if (entry != null && entry.isPending() && clock.micros() < entry.leaseUntil(entry.times())) {
        Announcements.Waiter waiter = announcements.await(key, callback);
        return () -> cancel(key, waiter);
      }
    }
    callback.run();
    return () -> {};
  }

  private synchronized void cancel(String key, Announcements.Waiter waiter) {
    announcements.cancel(key, waiter);
  }

  /**
   * Removes what has expired.
   *
   * @param exactly whether to look also into the slots of the wheel that have begun and not passed
   * @return how many records were removed
   */
  long sweep(boolean exactly) {
    long before = expired();
    boolean more;
    do {
      List<Runnable> after;
      synchronized (this) {
        long expiredBefore = expired;
        long now = clock.micros();
        more = examineDue(now, EXAMINED_PER_HOLD);
        if (!more && exactly) {
          wheel.examineStarted(now, entry -> examine(entry, now));
        }
        announcements.expired(expired - expiredBefore);
        after = announcements.take();
      }
      Announcements.run(after);
    } while (more);
    return expired() - before;
  }

  /** How many expired records were removed so far. */
  synchronized long expired() {
    return expired;
  }

  /** Lets go of everything. Whoever passed the store's check just before is stopped here. */
  void close() {
    List<Runnable> after;
    synchronized (this) {
      closed = true;
      announcements.allSettled();
      after = announcements.take();
      map.values().forEach(Entry::leave);
      map = new ConcurrentHashMap<>();
      wheel = new ExpiryWheel<>();
    }
    Announcements.run(after);
  }

  // --- called under the monitor ---

  private @Nullable ClaimResult claimNew(
      String key, Fingerprint fingerprint, ClaimTerms terms, @Nullable Owner owner) {
    requireOpen();
    long now = clock.micros();
    Entry fresh = newEntry(key, fingerprint, terms, owner, highestFenceGone, now, 1);
    Entry there;
    if (capacity.isBounded()) {
      // Looked up first: a place taken for a key that is there would be missing to another key.
      there = map.get(key);
      if (there == null) {
        if (!capacity.take(1)) {
          return null;
        }
        map.put(key, fresh);
      }
    } else {
      there = map.putIfAbsent(key, fresh);
    }
    if (there != null) {
      return claimTaken(there, fingerprint, terms, owner);
    }
    entries++;
    mostEntries = Math.max(mostEntries, entries);
    fileAndSweep(fresh, now);
    return fresh;
  }

  private ClaimResult claimTaken(
      Entry entry, Fingerprint fingerprint, ClaimTerms terms, @Nullable Owner owner) {
    ClaimResult answer = Reading.answer(entry, fingerprint, owner, clock);
    if (answer != null) {
      return answer;
    }
    long now = clock.micros();
    int attempt = 1;
    if (now < entry.endsAt()) {
      // Lapsed, and not forgotten yet.
      if (owner != null && entry.isOwnedBy(owner)) {
        return entry;
      }
      if (!entry.fingerprint().equals(fingerprint)) {
        return new ClaimResult.Mismatch(entry.fingerprint());
      }
      attempt = Math.incrementExact(entry.attempt());
    }
    long fenceBefore = Math.max(highestFenceGone, entry.fence());
    Entry next = newEntry(entry.key(), fingerprint, terms, owner, fenceBefore, now, attempt);
    entry.leave();
    map.put(next.key(), next);
    announcements.settled(next.key());
    fileAndSweep(next, now);
    return next;
  }

  private static Entry newEntry(
      String key,
      Fingerprint fingerprint,
      ClaimTerms terms,
      @Nullable Owner owner,
      long fenceBefore,
      long now,
      int attempt) {
    long fence = now > fenceBefore ? now : fenceBefore + 1;
    if (owner == null && attempt == 1) {
      return new Entry(key, fingerprint, terms, fence, now);
    }
    Owner claimant = owner == null ? Owner.random() : owner;
    return new Entry.Tracked(key, fingerprint, terms, fence, now, claimant, attempt);
  }

  private synchronized Optional<IdempotencyRecord> findNow(String key) {
    requireOpen();
    Entry entry = map.get(key);
    return entry == null ? Optional.empty() : Reading.record(entry, clock);
  }

  /** The entry that the ticket proves, unless it has expired. */
  private @Nullable Entry held(Ticket ticket, long now) {
    requireOpen();
    Entry entry = map.get(ticket.key());
    return entry != null && entry.isProvenBy(ticket) && now < entry.endsAt() ? entry : null;
  }

  /** Files a new entry, and pays for its place in the wheel by looking at some that are due. */
  private void fileAndSweep(Entry fresh, long now) {
    wheel.file(fresh, now, fresh.examinedBy(now));
    dropGoneFilings();
    long expiredBefore = expired;
    examineDue(now, EXAMINED_PER_CLAIM);
    announcements.expired(expired - expiredBefore);
  }

  /**
   * Takes the entries that left before their time, released or forgotten, out of the wheel: they
   * would stay until their lease had passed. Done each time that the wheel has doubled, so O(1),
   * amortized.
   */
  private void dropGoneFilings() {
    if (wheel.size() >= filingsAllowed) {
      wheel.removeIf(entry -> entry.isGone());
      filingsAllowed = Math.max(FEW_FILINGS, 2 * wheel.size());
    } else if (filingsAllowed > FEW_FILINGS && wheel.size() < filingsAllowed / 8) {
      filingsAllowed /= 2;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException(ConcurrentHashMapStore.NAME);
    }
  }

  /**
   * Files an entry again where the wheel would look at it too late, after a change that brought its
   * lease or its end forward. So there is at any time a filing no later than {@link
   * Entry#examinedBy} says.
   */
  private void fileBefore(long examinedBy, Entry entry, long now) {
    long examinedNext = entry.examinedBy(now);
    if (examinedNext < examinedBy) {
      wheel.file(entry, now, examinedNext);
    }
  }

  /** Looks at up to {@code budget} due filings; true when there may be more. */
  private boolean examineDue(long now, int budget) {
    for (int i = 0; i < budget; i++) {
      Entry entry = wheel.poll(now);
      if (entry == null) {
        return false;
      }
      examine(entry, now);
    }
    return true;
  }

  private void examine(Entry entry, long now) {
    if (entry.isGone()) {
      return;
    }
    if (now >= entry.endsAt()) {
      expired++;
      remove(entry);
    } else {
      wheel.file(entry, now, entry.examinedBy(now));
    }
  }

  private void remove(Entry entry) {
    boolean wasPending = entry.isPending();
    entry.leave();
    highestFenceGone = Math.max(highestFenceGone, entry.fence());
    map.remove(entry.key());
    capacity.giveBack(1);
    entries--;
    if (entries == 0 && mostEntries > WORTH_SHRINKING) {
      map = new ConcurrentHashMap<>();
      mostEntries = 0;
    }
    if (wasPending) {
      announcements.settled(entry.key());
    }
  }
}
