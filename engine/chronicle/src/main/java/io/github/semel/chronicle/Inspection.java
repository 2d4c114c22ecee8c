package io.github.semel.chronicle;

import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;

/** Looks at every record of a recovered map. Used by the thread that opens it. */
final class Inspection {

  private final ChronicleMap<MapKey, byte[]> map;
  private final StoreState state;
  private final RecordView view = new RecordView();
  private final RecordImage copy = new RecordImage();
  private long records;
  private long damaged;

  Inspection(ChronicleMap<MapKey, byte[]> map, StoreState state) {
    this.map = map;
    this.state = state;
  }

  /** Told after each segment. */
  @FunctionalInterface
  interface Progress {

    /** So many segments are done. */
    void checked(int done, int of);
  }

  /**
   * Puts back the record that was out when the process was killed, if its successor is not in. What
   * was kept of it stays until the recovered map is in its place.
   *
   * @return how many records were put back
   */
  int undo() {
    MapKey key = new MapKey();
    if (!state.kept(key, copy)) {
      return 0;
    }
    int restored = 0;
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = map.queryContext(key)) {
      context.updateLock().lock();
      var absent = context.absentEntry();
      if (absent != null) {
        absent.doInsert(copy);
        restored = 1;
      }
    }
    return restored;
  }

  /** Checks all records, marks the damaged ones, and learns of the newest time among them. */
  void check(Progress progress) {
    int segments = map.segments();
    for (int segment = 0; segment < segments; segment++) {
      try (MapSegmentContext<MapKey, byte[], ?> context = map.segmentContext(segment)) {
        context.forEachSegmentEntry(this::check);
      }
      progress.checked(segment + 1, segments);
    }
  }

  private void check(MapEntry<MapKey, byte[]> entry) {
    if (isHeader(entry.key())) {
      return;
    }
    view.at(entry.value());
    if (view.damage() == null) {
      copy.copy(view);
      if (copy.isIntact(view.claimEnd())) {
        records++;
        long newest = view.completed() ? view.completedAt() : view.claimedAt();
        state.timeIsAtLeast(newest);
        state.leaves(view.fence(), newest);
        return;
      }
      view.markDamaged();
    }
    damaged++;
  }

  static boolean isHeader(Data<MapKey> key) {
    return key.bytes().readLong(key.offset()) == 0 && key.bytes().readLong(key.offset() + 8) == 0;
  }

  long records() {
    return records;
  }

  long damaged() {
    return damaged;
  }
}
