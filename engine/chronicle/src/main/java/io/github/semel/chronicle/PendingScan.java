package io.github.semel.chronicle;

import io.github.semel.IdempotencyRecord;
import io.github.semel.InvalidArgumentException;
import io.github.semel.PendingPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.jspecify.annotations.Nullable;

/**
 * Lists pending records, segment by segment, and in a segment by their keys in the map. The cursor
 * is the segment and the last key: {@code 3-00f1…-9ac2…}.
 */
final class PendingScan {

  private static final Pattern CURSOR = Pattern.compile("(\\d{1,9})-([0-9a-f]{16})-([0-9a-f]{16})");

  private final ChronicleMap<MapKey, byte[]> map;
  private final KeyCodec codec;
  private final StoreState state;
  private final BoundedLock locks;

  PendingScan(OpenMap open, BoundedLock locks) {
    this.locks = locks;
    this.map = open.map();
    this.codec = open.header().codec();
    this.state = open.state();
  }

  /** A place among the records of a segment, in the order of their keys in the map. */
  private record Place(long first, long second) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int order = Long.compareUnsigned(first, other.first);
      return order == 0 ? Long.compareUnsigned(second, other.second) : order;
    }
  }

  PendingPage page(long minAgeMicros, int limit, @Nullable String cursor) {
    int segment = 0;
    Place after = null;
    if (cursor != null) {
      Matcher matcher = CURSOR.matcher(cursor);
      segment = matcher.matches() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
      if (segment >= map.segments()) {
        throw new InvalidArgumentException("cursor", cursor, "one that a page of this store gave");
      }
      after =
          new Place(
              Long.parseUnsignedLong(matcher.group(2), 16),
              Long.parseUnsignedLong(matcher.group(3), 16));
    }
    List<IdempotencyRecord.Pending> records = new ArrayList<>();
    for (; segment < map.segments(); segment++) {
      Segment scan = new Segment(after, minAgeMicros, limit - records.size());
      try (MapSegmentContext<MapKey, byte[], ?> context = map.segmentContext(segment)) {
        Sweeper.lock(locks, context, segment);
        context.forEachSegmentEntry(scan::examine);
      }
      records.addAll(scan.found.values());
      if (records.size() == limit) {
        Place last = scan.found.lastKey();
        return new PendingPage(
            records, Optional.of("%d-%016x-%016x".formatted(segment, last.first(), last.second())));
      }
      after = null;
    }
    return new PendingPage(records, Optional.empty());
  }

  /** The first few pending records of a segment after a place. */
  private final class Segment {

    private final @Nullable Place after;
    private final long minAgeMicros;
    private final int limit;
    private final RecordView view = new RecordView();
    private final TreeMap<Place, IdempotencyRecord.Pending> found = new TreeMap<>();

    Segment(@Nullable Place after, long minAgeMicros, int limit) {
      this.after = after;
      this.minAgeMicros = minAgeMicros;
      this.limit = limit;
    }

    void examine(MapEntry<MapKey, byte[]> entry) {
      Data<MapKey> key = entry.key();
      view.at(entry.value());
      if (Inspection.isHeader(key) || view.damage() != null || !view.pending()) {
        return;
      }
      long now = state.micros();
      Place place =
          new Place(key.bytes().readLong(key.offset()), key.bytes().readLong(key.offset() + 8));
      if (now >= view.endsAt()
          || now - view.claimedAt() < minAgeMicros
          || (after != null && place.compareTo(after) <= 0)
          || (found.size() == limit && place.compareTo(found.lastKey()) > 0)) {
        return;
      }
      found.put(place, view.toPending(view.key(codec, place.first(), place.second())));
      if (found.size() > limit) {
        found.pollLastEntry();
      }
    }
  }
}
