package io.github.semel.chronicle;

import io.github.semel.chronicle.Waiters.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;

/**
 * Takes expired records out, a segment at a time, each under one hold of its lock. Safe for any
 * thread. Chronicle Map offers no bound on the wait for a lock here; who holds it does so for as
 * long as a sweep takes at most.
 */
final class Sweeper {

  private final ChronicleMap<MapKey, byte[]> map;
  private final KeyCodec codec;
  private final StoreState state;
  private final SegmentExpiry expiry;
  private final Waiters waiters;
  private final LongAdder expired = new LongAdder();

  Sweeper(OpenMap open, SegmentExpiry expiry, Waiters waiters) {
    this.map = open.map();
    this.codec = open.header().codec();
    this.state = open.state();
    this.expiry = expiry;
    this.waiters = waiters;
  }

  /** One sweep of one segment. Used by one thread, under the segment's lock. */
  private final class Sweep {

    private final int segment;
    private final RecordView view = new RecordView();
    private final List<Waiter> settled = new ArrayList<>(0);
    private long now;
    private boolean begun;
    private int removed;

    Sweep(int segment) {
      this.segment = segment;
    }

    void examine(MapEntry<MapKey, byte[]> entry) {
      if (!begun) {
        // The first record is also the first moment that is surely under the lock.
        begun = true;
        now = state.micros();
        expiry.sweeping(segment);
      }
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
        removed++;
      }
    }
  }

  /**
   * Sweeps one segment.
   *
   * @param settled gets those who waited for a claim that was taken out
   * @return how many records were taken out
   */
  int sweep(int segment, List<Waiter> settled) {
    Sweep sweep = new Sweep(segment);
    try (MapSegmentContext<MapKey, byte[], ?> context = map.segmentContext(segment)) {
      context.forEachSegmentEntry(sweep::examine);
    }
    settled.addAll(sweep.settled);
    expired.add(sweep.removed);
    return sweep.removed;
  }

  /** How many expired records were taken out so far. */
  long expired() {
    return expired.sum();
  }
}
