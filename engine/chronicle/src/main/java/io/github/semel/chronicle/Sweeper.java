package io.github.semel.chronicle;

import io.github.semel.chronicle.Waiters.Waiter;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.SegmentLock;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;

/**
 * Takes expired records out, a segment at a time, each under one hold of its lock. Safe for any
 * thread.
 */
final class Sweeper {

  private final ChronicleMap<MapKey, byte[]> map;
  private final KeyCodec codec;
  private final StoreState state;
  private final SegmentExpiry expiry;
  private final Waiters waiters;
  private final BoundedLock locks;
  private final Runnable removed;
  private final LongAdder expired = new LongAdder();

  /**
   * A sweeper.
   *
   * @param removed run for each record that is taken out, under the lock of its segment
   */
  Sweeper(
      OpenMap open, SegmentExpiry expiry, Waiters waiters, BoundedLock locks, Runnable removed) {
    this.map = open.map();
    this.codec = open.header().codec();
    this.state = open.state();
    this.expiry = expiry;
    this.waiters = waiters;
    this.locks = locks;
    this.removed = removed;
  }

  /**
   * Locks a segment for a walk over it, which would otherwise do so by itself and without a bound.
   * The walk gives the lock back.
   */
  static void lock(BoundedLock locks, MapSegmentContext<?, ?, ?> context, int segment) {
    locks.take(((SegmentLock) context).updateLock(), "segment " + segment);
  }

  /** One sweep of one segment. Used by one thread, under the segment's lock. */
  private final class Sweep {

    private final int segment;
    private final long now;
    private final List<Waiter> settled;
    private final RecordView view = new RecordView();
    private int count;

    Sweep(int segment, long now, List<Waiter> settled) {
      this.segment = segment;
      this.now = now;
      this.settled = settled;
    }

    void examine(MapEntry<MapKey, byte[]> entry) {
      Data<MapKey> key = entry.key();
      if (Inspection.isHeader(key)) {
        return;
      }
      view.at(entry.value());
      if (view.damage() != null) {
        // Nobody knows when it ends.
        expiry.left(segment, Long.MAX_VALUE);
      } else if (now < view.endsAt()) {
        expiry.left(segment, view.endsAt());
      } else {
        remove(entry, key);
      }
    }

    private void remove(MapEntry<MapKey, byte[]> entry, Data<MapKey> key) {
      state.leaves(view.fence(), now);
      if (view.pending() && !waiters.isEmpty()) {
        settled.addAll(
            waiters.take(
                view.key(
                    codec,
                    key.bytes().readLong(key.offset()),
                    key.bytes().readLong(key.offset() + 8))));
      }
      entry.doRemove();
      removed.run();
      count++;
    }
  }

  /**
   * Sweeps one segment.
   *
   * @param settled gets those who waited for a claim that was taken out
   * @return how many records were taken out
   * @throws io.github.semel.StoreUnavailableException when the segment was locked for too long
   */
  int sweep(int segment, List<Waiter> settled) {
    try (MapSegmentContext<MapKey, byte[], ?> context = map.segmentContext(segment)) {
      lock(locks, context, segment);
      Sweep sweep = new Sweep(segment, state.micros(), settled);
      expiry.sweeping(segment);
      boolean whole = false;
      try {
        context.forEachSegmentEntry(sweep::examine);
        whole = true;
      } finally {
        expiry.swept(segment, whole);
        expired.add(sweep.count);
      }
      return sweep.count;
    }
  }

  /** How many expired records were taken out so far. */
  long expired() {
    return expired.sum();
  }
}
