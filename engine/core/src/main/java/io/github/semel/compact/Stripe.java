package io.github.semel.compact;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier.Registration;
import io.github.semel.StoreClock;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreListener;
import io.github.semel.Ticket;
import io.github.semel.local.Announcements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of the keys that hash here. Every change happens under this object's monitor, with
 * the clock read inside it; {@link #answer} and {@link #find} first read without it, see {@link
 * Versions}. What is to be run after a change, callbacks of waiters and news for the listener, is
 * collected under the monitor and run when it is free.
 */
final class Stripe {

  /** New keys to a step of the sweep hand. */
  private static final int CLAIMS_PER_STEP = 2;

  /** The most groups of records that one hold of the monitor sweeps beside the hand. */
  private static final int SWEPT_PER_HOLD = 8;

  private final StoreClock clock;
  private final KeyHash hashing;
  private final Room room;
  private final Announcements announcements;
  private final long ownerHigh;

  // All below: written under the monitor. Readers without it take the memory as it comes: it was
  // put together before it was stored here, and its fields are final.
  private StripeMemory memory;
  private RecordEditor record;
  private SweepHand hand;
  private boolean closed;
  private int claimsToStep = CLAIMS_PER_STEP;
  private long expired;

  /**
   * The highest fence of the records that are gone. A key that is claimed again starts above it,
   * also when the clock stood still in between.
   */
  private long highestFenceGone = Long.MIN_VALUE;

  Stripe(StoreClock clock, KeyHash hashing, Room room, StoreListener listener, long ownerHigh) {
    this.clock = clock;
    this.hashing = hashing;
    this.room = room;
    this.announcements = new Announcements(listener);
    this.ownerHigh = ownerHigh;
    memory = StripeMemory.create(clock.micros(), ownerHigh);
    record = new RecordEditor(memory);
    hand = new SweepHand(memory, hashing, record, this::expire);
  }

  /** The upper half of the owners that the store makes itself. */
  long ownerHigh() {
    return ownerHigh;
  }

  /** The room of the store that this is a stripe of. */
  Room room() {
    return room;
  }

  // --- without the monitor ---

  /** Answers a claim of a key that is taken, or returns null where {@link #claim} must decide. */
  @Nullable ClaimResult answer(
      String key,
      byte @Nullable [] text,
      long high,
      long low,
      long hash,
      Fingerprint fingerprint,
      @Nullable Owner owner) {
    return Reading.answer(this, memory, clock, key, text, high, low, hash, fingerprint, owner);
  }

  Optional<IdempotencyRecord> find(Key key) {
    Optional<IdempotencyRecord> found = Reading.record(memory, clock, key);
    return found.isPresent() ? found : findNow(key);
  }

  // --- under the monitor ---

  /** Claims a key; null when it is new and there is no room. */
  @Nullable ClaimResult claim(
      String key,
      byte @Nullable [] text,
      long high,
      long low,
      long hash,
      Fingerprint fingerprint,
      ClaimTerms terms,
      @Nullable Owner owner) {
    ClaimResult result;
    List<Runnable> after;
    synchronized (this) {
      requireOpen();
      int address = memory.index().find(hash, text, high, low, memory);
      if (address != 0) {
        record.moveTo(address);
        result = claimTaken(address, key, fingerprint, terms, owner);
        if (result == null) {
          expire(address, hash);
          announcements.expired(1);
          result = claimNew(key, text, high, low, hash, fingerprint, terms, owner);
        }
      } else {
        result = claimNew(key, text, high, low, hash, fingerprint, terms, owner);
      }
      after = announcements.take();
    }
    Announcements.run(after);
    return result;
  }

  Completion complete(Ticket ticket, @Nullable Key key, Outcome outcome, Duration ttl) {
    Completion completion;
    List<Runnable> after;
    synchronized (this) {
      long now = clock.micros();
      int address = held(ticket, key, now);
      if (address == 0) {
        Key current = key == null ? Key.of(ticket.key(), hashing) : key;
        completion = new Completion.Superseded(findNow(current));
      } else {
        completion = Completion.Recorded.INSTANCE;
        if (record.isPending()) {
          takeRoom(ticket.key(), outcome);
          long end = now + Micros.of(ttl);
          record.complete(address, outcome, now, end);
          hand.note(address, end);
          announcements.settled(ticket.key());
        }
      }
      after = announcements.take();
    }
    Announcements.run(after);
    return completion;
  }

  boolean renew(Ticket ticket, @Nullable Key key, long leaseMicros) {
    List<Runnable> after;
    synchronized (this) {
      long now = clock.micros();
      int address = held(ticket, key, now);
      if (address == 0 || !record.isPending()) {
        return false;
      }
      long leaseBefore = record.leaseUntil();
      long leaseUntil = now + leaseMicros;
      long end = leaseUntil + (record.end() - leaseBefore);
      record.renew(address, leaseUntil, end);
      hand.note(address, end);
      if (leaseUntil < leaseBefore) {
        // Who waits for the lease to lapse has set a timer that is too late now.
        announcements.settled(ticket.key());
      }
      after = announcements.take();
    }
    Announcements.run(after);
    return true;
  }

  boolean release(Ticket ticket, @Nullable Key key) {
    List<Runnable> after;
    synchronized (this) {
      int address = held(ticket, key, clock.micros());
      if (address == 0 || !record.isPending()) {
        return false;
      }
      remove(address, record.hash(hashing));
      after = announcements.take();
    }
    Announcements.run(after);
    return true;
  }

  synchronized boolean amend(Key key, RecordVersion version, Outcome outcome) {
    requireOpen();
    int address = locate(key);
    if (address == 0
        || clock.micros() >= record.end()
        || !record.isCompleted()
        || record.fence() != version.fence()
        || record.amendments() != version.amendments()) {
      return false;
    }
    takeRoom(key.name(), outcome);
    record.amend(address, outcome);
    return true;
  }

  boolean forget(Key key, long fence) {
    List<Runnable> after;
    synchronized (this) {
      requireOpen();
      int address = locate(key);
      if (address == 0 || record.fence() != fence || clock.micros() >= record.end()) {
        return false;
      }
      remove(address, record.hash(hashing));
      after = announcements.take();
    }
    Announcements.run(after);
    return true;
  }

  /** Registers a callback; see {@link io.github.semel.SettlementNotifier#onSettled}. */
  Registration onSettled(Key key, Runnable callback) {
    synchronized (this) {
      requireOpen();
      if (locate(key) != 0 && record.isPending() && clock.micros() < record.leaseUntil()) {
        Announcements.Waiter waiter = announcements.await(key.name(), callback);
        return () -> cancel(key.name(), waiter);
      }
    }
    callback.run();
    return () -> {};
  }

  private synchronized void cancel(String key, Announcements.Waiter waiter) {
    announcements.cancel(key, waiter);
  }

  /**
   * Adds pending records that are old enough, in the order of their addresses, which they keep.
   *
   * @param after the address to go on behind; 0 at the beginning
   * @param limit how many records the list is filled up to
   * @return the address to go on behind; 0 at the end
   */
  int pending(int after, long minAgeMicros, int limit, List<IdempotencyRecord.Pending> records) {
    int offset = after == 0 ? 0 : ChunkTable.offset(after) + RecordView.BYTES;
    for (int number = ChunkTable.number(after); ; number++) {
      synchronized (this) {
        requireOpen();
        if (number >= memory.chunks().end()) {
          return 0;
        }
        Chunk chunk = memory.chunks().at(number);
        long now = clock.micros();
        for (; chunk != null && offset < chunk.bytes.length; offset += RecordView.BYTES) {
          record.moveTo(chunk, offset);
          if (record.isPending()
              && now < record.end()
              && now - record.claimedAt() >= minAgeMicros) {
            records.add((IdempotencyRecord.Pending) record.record());
            if (records.size() == limit) {
              return ChunkTable.address(chunk, offset);
            }
          }
        }
      }
      offset = 0;
    }
  }

  /**
   * Removes what has expired.
   *
   * @return how many records were removed
   */
  long sweep() {
    long removed = 0;
    boolean more;
    do {
      List<Runnable> after;
      synchronized (this) {
        long now = clock.micros();
        if (!hand.isDue(now)) {
          return removed;
        }
        long before = expired;
        hand.sweep(now, SWEPT_PER_HOLD);
        more = hand.isDue(now);
        removed += expired - before;
        announcements.expired(expired - before);
        after = announcements.take();
      }
      Announcements.run(after);
    } while (more);
    return removed;
  }

  /** How many records there are, those included that have expired and were not swept yet. */
  synchronized int entries() {
    return memory.index().size();
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
      memory = StripeMemory.create(memory.base(), ownerHigh);
      record = new RecordEditor(memory);
      hand = new SweepHand(memory, hashing, record, this::expire);
    }
    Announcements.run(after);
  }

  // --- called under the monitor ---

  /** Claims a key that is not there; null when there is no room. */
  private @Nullable ClaimResult claimNew(
      String key,
      byte @Nullable [] text,
      long high,
      long low,
      long hash,
      Fingerprint fingerprint,
      ClaimTerms terms,
      @Nullable Owner owner) {
    if (!room.admit(room.newKeyBytes(text))) {
      return null;
    }
    long now = clock.micros();
    long fence = fence(now, highestFenceGone);
    long leaseUntil = now + terms.leaseMicros();
    long end = leaseUntil + terms.ttlMicros();
    String label = terms.label().orElse(null);
    int address =
        record.create(text, high, low, fingerprint, fence, now, leaseUntil, end, owner, 1, label);
    memory.index().add(hash, address);
    hand.note(address, end);
    if (--claimsToStep == 0) {
      claimsToStep = CLAIMS_PER_STEP;
      long before = expired;
      hand.step(now);
      announcements.expired(expired - before);
    }
    return owner == null
        ? new StripedTicket(key, this, address, fence)
        : new StripedTicket.Tracked(key, this, address, fence, owner, 1);
  }

  /** Claims the key of the record; null when that has expired. */
  private @Nullable ClaimResult claimTaken(
      int address, String key, Fingerprint fingerprint, ClaimTerms terms, @Nullable Owner owner) {
    ClaimResult answer = Reading.answer(this, address, record, clock, key, fingerprint, owner);
    if (answer != null) {
      return answer;
    }
    long now = clock.micros();
    if (now >= record.end()) {
      return null;
    }
    // Lapsed, and not forgotten yet.
    if (owner != null && record.isOwnedBy(owner)) {
      return Reading.ticket(this, address, record, key);
    }
    if (!record.hasFingerprint(fingerprint)) {
      return new ClaimResult.Mismatch(record.fingerprint());
    }
    int attempt = Math.incrementExact(record.attempt());
    long fence = fence(now, Math.max(highestFenceGone, record.fence()));
    long leaseUntil = now + terms.leaseMicros();
    long end = leaseUntil + terms.ttlMicros();
    Owner claimant = owner == null ? new Owner(ownerHigh, fence) : owner;
    record.reclaim(
        address, fence, now, leaseUntil, end, claimant, attempt, terms.label().orElse(null));
    hand.note(address, end);
    announcements.settled(key);
    return new StripedTicket.Tracked(key, this, address, fence, claimant, attempt);
  }

  private long fence(long now, long before) {
    long fence = Math.max(now, before + 1);
    if (fence - memory.base() > RecordView.MAX_FENCE) {
      throw new IllegalStateException("a store cannot be open for more than 142 years");
    }
    return fence;
  }

  private synchronized Optional<IdempotencyRecord> findNow(Key key) {
    requireOpen();
    return locate(key) != 0 && clock.micros() < record.end()
        ? Optional.of(record.record())
        : Optional.empty();
  }

  /** Moves the view to the record of a key, and returns its address; 0 when there is none. */
  private int locate(Key key) {
    int address = memory.index().find(key.hash(), key.text(), key.high(), key.low(), memory);
    if (address != 0) {
      record.moveTo(address);
    }
    return address;
  }

  /**
   * The address of the record that the ticket proves, unless it has expired; else 0.
   *
   * @param key the ticket's, where its record must be looked up
   */
  private int held(Ticket ticket, @Nullable Key key, long now) {
    requireOpen();
    int address;
    if (key == null) {
      address = ((StripedTicket) ticket).address();
      if (!record.moveIfPresent(address) || record.isFree() || record.fence() != ticket.fence()) {
        return 0;
      }
    } else {
      address = locate(key);
      if (address == 0 || record.fence() != ticket.fence() || !record.isOwnedBy(ticket.owner())) {
        return 0;
      }
    }
    return now < record.end() ? address : 0;
  }

  private void takeRoom(String key, Outcome outcome) {
    if (!room.change(record, outcome.length())) {
      throw new OutcomeTooLargeException(key, outcome.length(), room.reservedOutcomeBytes);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException(StripedStore.NAME);
    }
  }

  /** Removes the expired record at {@code address}, where the view is. */
  private void expire(int address, long hash) {
    expired++;
    remove(address, hash);
  }

  /** Removes the record at {@code address}, where the view is. */
  private void remove(int address, long hash) {
    if (record.isPending() && announcements.hasWaiters()) {
      announcements.settled(record.key());
    }
    highestFenceGone = Math.max(highestFenceGone, record.fence());
    room.leave(record);
    memory.index().remove(hash, address);
    record.drop(address);
  }

  synchronized long heldBytes() {
    return memory.chunks().heldBytes()
        + memory.slab().heldBytes()
        + (long) Long.BYTES * memory.index().capacity();
  }

  synchronized long chunksAdded() {
    return memory.chunks().added() + memory.slab().chunksAdded();
  }

  /** Walks the index and the memory; see {@link StructureCheck}. */
  synchronized void assertValid(int number, int stripes) {
    StructureCheck.run(memory, hashing, number, stripes);
  }
}
