package io.github.semel.chronicle;

import io.github.semel.Limits;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * How large a map is made, from what the user says. All of it is allocated at once: a map that
 * grows loses records when its growth is interrupted, and a file that grows on a full disk ends the
 * process.
 *
 * <p>Keys spread over the segments by chance. So that the bound on all records is met before any
 * one segment is full, each has room for six standard deviations more than its share (a binomial
 * with a small chance, so the root of the share), which is 19% for the usual share.
 *
 * @param maxEntries how many records the store admits
 * @param averageKeyBytes of keys that are no canonical UUIDs
 * @param reservedOutcomeBytes room for an outcome that each claim reserves
 * @param maxOutcomeBytes the largest outcome
 */
record MapShape(
    long maxEntries, int averageKeyBytes, int reservedOutcomeBytes, int maxOutcomeBytes) {

  /** The share of a segment in a large map: how long a sweep of one holds its lock. */
  private static final int USUAL_SHARE = 1_024;

  private static final int FEWEST_SEGMENTS = 16;

  /** Half a chunk a record is lost on average. */
  private static final int CHUNK_BYTES = 32;

  /** A segment has room for so many of the largest records at least. */
  private static final int LARGEST_RECORDS = 4;

  /** Key, a size in a few bytes, and what alignment takes. */
  private static final int ENTRY_OVERHEAD = MapKeyAccess.BYTES + 8;

  /**
   * Room that each claim takes beside its key and label: for the outcome, and for the longest label
   * of whoever takes the key over, so that no takeover wants more room than is there.
   */
  int roomBytes() {
    return Math.max(reservedOutcomeBytes, Limits.MAX_LABEL_BYTES);
  }

  int segments() {
    long wanted = Math.max(FEWEST_SEGMENTS, (maxEntries + USUAL_SHARE - 1) / USUAL_SHARE);
    return Math.toIntExact(Long.highestOneBit(2 * wanted - 1));
  }

  private long recordsPerSegment() {
    double share = (double) maxEntries / segments();
    return (long) Math.ceil(share + 6 * Math.sqrt(share) + 16);
  }

  private long chunksPerSegment() {
    return Math.max(
        recordsPerSegment() * chunks(usualRecordBytes()),
        (long) LARGEST_RECORDS * chunks(maxRecordBytes()));
  }

  private static int chunks(int valueBytes) {
    return (ENTRY_OVERHEAD + valueBytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
  }

  private int usualRecordBytes() {
    return RecordLayout.HEADER_BYTES + averageKeyBytes + roomBytes();
  }

  /** The most bytes that the value of a record has. */
  int maxRecordBytes() {
    return RecordLayout.HEADER_BYTES
        + Limits.MAX_KEY_BYTES
        + Limits.MAX_LABEL_BYTES
        + Math.max(roomBytes(), maxOutcomeBytes);
  }

  ChronicleMapBuilder<MapKey, byte[]> builder(String name) {
    return ChronicleMap.of(MapKey.class, byte[].class)
        .name(name)
        .keyReaderAndDataAccess(new MapKeyReader(), new MapKeyAccess())
        .constantKeySizeBySample(MapKey.HEADER)
        .averageValueSize(usualRecordBytes())
        .entries(maxEntries)
        .actualSegments(segments())
        .entriesPerSegment(recordsPerSegment())
        .actualChunkSize(CHUNK_BYTES)
        .actualChunksPerSegmentTier(chunksPerSegment())
        .entryAndValueOffsetAlignment(Long.BYTES)
        .allowSegmentTiering(false)
        .checksumEntries(false)
        .sparseFile(false)
        .skipCloseOnExitHook(true);
  }
}
