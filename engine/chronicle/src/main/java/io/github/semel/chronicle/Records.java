package io.github.semel.chronicle;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import io.github.semel.chronicle.KeyCodec.EncodedKey;
import io.github.semel.chronicle.Waiters.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.hash.ChronicleHashClosedException;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one key, each one hold of the lock of the key's segment with the clock read
 * inside. What changes a record where it lies takes the update lock, beside which others may read;
 * what takes a record out or puts another in its place takes the write lock.
 */
final class Records {

  /** What a thread needs for a call, used again for the next. */
  private static final class Scratch {

    String name = "";
    final EncodedKey key = new EncodedKey();
    final RecordView view = new RecordView();
    final RecordImage image = new RecordImage();
    final RecordImage before = new RecordImage();

    /** Set by a claim: the segment that has to be swept now, or -1. */
    int segmentToSweep;

    /** Set by what found no room: the segment that has none, or -1 when it is the bound. */
    int fullSegment;

    /** Those who waited for what the last call has settled. */
    List<Waiter> settled = List.of();
  }

  private final ChronicleMap<MapKey, byte[]> map;
  private final KeyCodec codec;
  private final StoreState state;
  private final SegmentExpiry expiry;
  private final Waiters waiters;
  private final boolean persisted;
  private final int roomBytes;
  private final long maxEntries;
  private final BoundedLock locks;
  private final AtomicLong count;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  Records(OpenMap open, SegmentExpiry expiry, Waiters waiters, BoundedLock locks) {
    this.map = open.map();
    this.codec = open.header().codec();
    this.state = open.state();
    this.expiry = expiry;
    this.waiters = waiters;
    this.persisted = open.persisted();
    this.roomBytes = open.header().shape().roomBytes();
    this.maxEntries = open.header().shape().maxEntries();
    this.locks = locks;
    this.count = new AtomicLong(open.records());
  }

  /** A look-up of one key, open until it is closed. */
  private ExternalMapQueryContext<MapKey, byte[], ?> lookUp(Scratch mine, String key) {
    codec.encode(key, mine.key);
    mine.name = key;
    return map.queryContext(mine.key.mapKey);
  }

  /** The record of the key that is looked up, if there is one, expired or not. */
  private static @Nullable MapEntry<MapKey, byte[]> entry(
      ExternalMapQueryContext<MapKey, byte[], ?> context, Scratch mine, String key) {
    MapEntry<MapKey, byte[]> entry = context.entry();
    if (entry != null) {
      mine.view.at(entry.value(), key, mine.key);
    }
    return entry;
  }

  /** Claims a key; null when there is no room for it, and {@link #fullSegment} says where. */
  @Nullable ClaimResult claim(ClaimRequest request) {
    Scratch mine = scratch.get();
    String key = request.key();
    mine.segmentToSweep = -1;
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      MapEntry<MapKey, byte[]> entry = entry(context, mine, key);
      RecordView view = mine.view;
      int attempt = 1;
      long fence = state.highestFenceGone();
      if (entry != null) {
        if (now < view.endsAt()) {
          if (view.pending() && view.isOwnedBy(request.owner())) {
            return ticket(request, view.fence(), view.attempt());
          }
          boolean lapsed = view.pending() && now >= view.leaseUntil();
          if (!lapsed || !view.hasFingerprint(request.fingerprint())) {
            return view.found(request.fingerprint(), now);
          }
          attempt = Math.incrementExact(view.attempt());
        }
        fence = Math.max(fence, view.fence());
      }
      fence = now > fence ? now : fence + 1;
      mine.image.pending(mine.key, request, fence, attempt, now, roomBytes);
      int segment = context.segmentIndex();
      if (entry == null ? !insert(context, mine, segment) : !takeOver(context, entry, mine)) {
        return null;
      }
      expiry.endsAt(segment, now + request.terms().leaseMicros() + request.terms().ttlMicros());
      if (entry == null && expiry.inserted(segment, now)) {
        mine.segmentToSweep = segment;
      }
      return ticket(request, fence, attempt);
    }
  }

  private static Ticket ticket(ClaimRequest request, long fence, int attempt) {
    return Ticket.of(request.key(), request.owner(), fence, attempt);
  }

  /** The segment that this thread's last claim found worth sweeping, or -1. */
  int segmentToSweep() {
    return scratch.get().segmentToSweep;
  }

  /** The segment for which this thread's last claim found no room, or -1 when it was the bound. */
  int fullSegment() {
    return scratch.get().fullSegment;
  }

  private boolean insert(
      ExternalMapQueryContext<MapKey, byte[], ?> context, Scratch mine, int segment) {
    if (!takePlace()) {
      mine.fullSegment = -1;
      return false;
    }
    boolean inserted = false;
    try {
      inserted = insert(context, mine.image);
    } finally {
      if (!inserted) {
        count.decrementAndGet();
        mine.fullSegment = segment;
      }
    }
    return inserted;
  }

  /** Puts a record in; false when its segment has no room, and nothing was changed. */
  private static boolean insert(
      ExternalMapQueryContext<MapKey, byte[], ?> context, RecordImage image) {
    var absent = context.absentEntry();
    if (absent == null) {
      throw new AssertionError("a record is there that was taken out");
    }
    try {
      absent.doInsert(image);
      return true;
    } catch (ChronicleHashClosedException e) {
      throw e;
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Chronicle Map has no type for it: the segment is full, or the entry larger than one.
      return false;
    }
  }

  private boolean takePlace() {
    long taken = count.get();
    while (taken < maxEntries) {
      long witness = count.compareAndExchange(taken, taken + 1);
      if (witness == taken) {
        return true;
      }
      taken = witness;
    }
    return false;
  }

  boolean hasRoom() {
    return count.get() < maxEntries;
  }

  /**
   * Puts the image of a claim in the place of an expired or lapsed record. In a full segment it
   * gets the room of the record before, which had the same key and the same room behind it. A
   * longer label takes its part of that until the completion, which may drop it.
   */
  private boolean takeOver(
      ExternalMapQueryContext<MapKey, byte[], ?> context,
      MapEntry<MapKey, byte[]> entry,
      Scratch mine) {
    boolean wasPending = mine.view.pending();
    boolean replaced = replace(context, entry, mine);
    if (!replaced) {
      MapEntry<MapKey, byte[]> again = entry(context, mine, mine.name);
      if (again == null) {
        throw new AssertionError("the record is gone that was put back");
      }
      mine.image.fit(mine.view.size());
      replaced = replace(context, again, mine);
    }
    if (!replaced) {
      mine.fullSegment = context.segmentIndex();
    } else if (wasPending) {
      settle(mine);
    }
    return replaced;
  }

  /**
   * Puts the image in the place of the record that is viewed. The old record is taken out first: in
   * a full segment the new one needs its room. Should it not fit, the old one goes in again; should
   * the process be killed in between, whoever opens the file finds the old one in the state.
   *
   * @return false when there is no room, and the old record is as it was
   */
  private boolean replace(
      ExternalMapQueryContext<MapKey, byte[], ?> context,
      MapEntry<MapKey, byte[]> entry,
      Scratch mine) {
    locks.take(context.writeLock(), mine.name);
    mine.before.copy(mine.view);
    if (!persisted) {
      return exchange(context, entry, mine);
    }
    synchronized (state) {
      state.keep(mine.key.mapKey, mine.before);
      boolean exchanged = exchange(context, entry, mine);
      state.drop();
      return exchanged;
    }
  }

  private static boolean exchange(
      ExternalMapQueryContext<MapKey, byte[], ?> context,
      MapEntry<MapKey, byte[]> entry,
      Scratch mine) {
    entry.doRemove();
    if (insert(context, mine.image)) {
      return true;
    }
    if (!insert(context, mine.before)) {
      throw new AssertionError("there is no room for a record that was just taken out");
    }
    return false;
  }

  /**
   * Completes a claim; null when its outcome has outgrown its reserve and its segment has no room.
   */
  @Nullable Completion complete(Ticket ticket, Outcome outcome, long ttlMicros) {
    Scratch mine = scratch.get();
    String key = ticket.key();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      MapEntry<MapKey, byte[]> entry = entry(context, mine, key);
      RecordView view = mine.view;
      if (entry == null || now >= view.endsAt()) {
        return new Completion.Superseded(Optional.empty());
      }
      if (!isProvenBy(view, ticket)) {
        return new Completion.Superseded(Optional.of(view.toRecord(key)));
      }
      if (view.pending()) {
        mine.image.completed(view, outcome, now, now + ttlMicros, 0);
        if (view.hasRoomFor(outcome.length())) {
          view.complete(mine.image);
        } else if (!replace(context, entry, mine)) {
          mine.fullSegment = context.segmentIndex();
          return null;
        }
        expiry.endsAt(context.segmentIndex(), now + ttlMicros);
        settle(mine);
      }
      return Completion.Recorded.INSTANCE;
    }
  }

  private static boolean isProvenBy(RecordView view, Ticket ticket) {
    return view.fence() == ticket.fence() && view.isOwnedBy(ticket.owner());
  }

  boolean renew(Ticket ticket, long leaseMicros) {
    Scratch mine = scratch.get();
    String key = ticket.key();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      RecordView view = mine.view;
      if (entry(context, mine, key) == null
          || now >= view.endsAt()
          || !view.pending()
          || !isProvenBy(view, ticket)) {
        return false;
      }
      long leaseBefore = view.leaseUntil();
      view.leaseUntil(now + leaseMicros);
      if (now + leaseMicros < leaseBefore) {
        // Who waits for the lease to lapse has set a timer that is too late now.
        settle(mine);
      }
      expiry.endsAt(context.segmentIndex(), view.endsAt());
      return true;
    }
  }

  boolean release(Ticket ticket) {
    Scratch mine = scratch.get();
    String key = ticket.key();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      MapEntry<MapKey, byte[]> entry = entry(context, mine, key);
      if (entry == null
          || now >= mine.view.endsAt()
          || !mine.view.pending()
          || !isProvenBy(mine.view, ticket)) {
        return false;
      }
      remove(context, entry, mine, now);
      return true;
    }
  }

  boolean forget(String key, long fence) {
    Scratch mine = scratch.get();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      MapEntry<MapKey, byte[]> entry = entry(context, mine, key);
      if (entry == null || now >= mine.view.endsAt() || mine.view.fence() != fence) {
        return false;
      }
      remove(context, entry, mine, now);
      return true;
    }
  }

  private void remove(
      ExternalMapQueryContext<MapKey, byte[], ?> context,
      MapEntry<MapKey, byte[]> entry,
      Scratch mine,
      long now) {
    locks.take(context.writeLock(), mine.name);
    boolean wasPending = mine.view.pending();
    state.leaves(mine.view.fence(), now);
    entry.doRemove();
    count.decrementAndGet();
    if (wasPending) {
      settle(mine);
    }
  }

  private void settle(Scratch mine) {
    mine.settled = waiters.take(mine.name);
  }

  /** Those who waited for what this thread's last call has settled. */
  List<Waiter> takeSettled() {
    Scratch mine = scratch.get();
    List<Waiter> settled = mine.settled;
    mine.settled = List.of();
    return settled;
  }

  Optional<IdempotencyRecord> find(String key) {
    Scratch mine = scratch.get();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.readLock(), mine.name);
      long now = state.micros();
      if (entry(context, mine, key) == null) {
        return Optional.empty();
      }
      if (now < mine.view.endsAt()) {
        return Optional.of(mine.view.toRecord(key));
      }
    }
    // Readers are let in beside a change under way, and its reading of the clock may be earlier
    // than this one: then it keeps the record. So whether it has expired is asked behind it.
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      return entry(context, mine, key) == null || now >= mine.view.endsAt()
          ? Optional.empty()
          : Optional.of(mine.view.toRecord(key));
    }
  }

  /** Amends an outcome; null when it has outgrown its room and its segment has no more. */
  @Nullable Boolean amend(String key, RecordVersion version, Outcome outcome) {
    Scratch mine = scratch.get();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.updateLock(), mine.name);
      long now = state.micros();
      MapEntry<MapKey, byte[]> entry = entry(context, mine, key);
      RecordView view = mine.view;
      if (entry == null
          || now >= view.endsAt()
          || !view.completed()
          || view.fence() != version.fence()
          || view.amendments() != version.amendments()) {
        return false;
      }
      mine.image.completed(
          view, outcome, view.completedAt(), view.expiresAt(), version.amendments() + 1);
      if (!replace(context, entry, mine)) {
        mine.fullSegment = context.segmentIndex();
        return null;
      }
      return true;
    }
  }

  /** Whether the key has a claim whose lease has not lapsed. */
  boolean isHeld(String key) {
    Scratch mine = scratch.get();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = lookUp(mine, key)) {
      locks.take(context.readLock(), mine.name);
      long now = state.micros();
      return entry(context, mine, key) != null
          && mine.view.pending()
          && now < mine.view.leaseUntil();
    }
  }

  /** A sweep has found these too; they are told with the others. */
  void settleLater(List<Waiter> more) {
    if (!more.isEmpty()) {
      Scratch mine = scratch.get();
      List<Waiter> all = new ArrayList<>(mine.settled);
      all.addAll(more);
      mine.settled = all;
    }
  }

  long count() {
    return count.get();
  }

  /** A sweep has taken a record out; called under the lock of its segment. */
  void swept() {
    count.decrementAndGet();
  }
}
