package io.github.semel.compact;

import io.github.semel.Limits;
import io.github.semel.local.Capacity;
import org.jspecify.annotations.Nullable;

/**
 * What the store may hold. A new key is admitted with the bytes that its record takes when it is
 * completed with an outcome of the reserved size, under the longest header; they are given back
 * when it turns out smaller or the record goes. So a claim that was admitted can be renewed, taken
 * over, and completed up to that size however full the store is, and so can an outcome be amended
 * to no more than it takes already. Safe for any thread.
 */
final class Room {

  /** A record, and its share of an index at its lowest load. */
  static final long RECORD_BYTES = 64;

  final Capacity entries;
  final Capacity bytes;
  final int reservedOutcomeBytes;

  private final long pendingBytes;

  Room(long maxEntries, long maxBytes, int reservedOutcomeBytes) {
    entries = new Capacity(maxEntries);
    bytes = new Capacity(maxBytes);
    this.reservedOutcomeBytes = reservedOutcomeBytes;
    // The longest label fits with the header of a claim, which is as long as that of an outcome.
    pendingBytes =
        RecordEditor.outcomeBytes(Math.max(reservedOutcomeBytes, Limits.MAX_LABEL_BYTES));
  }

  /** What a new key takes. */
  long newKeyBytes(byte @Nullable [] text) {
    return RECORD_BYTES + pendingBytes + (text == null ? 0 : Slab.blockBytes(text.length));
  }

  /** Takes room for a new key, if there is some. */
  boolean admit(long newKeyBytes) {
    if (entries.isBounded() && !entries.take(1)) {
      return false;
    }
    if (bytes.isBounded() && !bytes.take(newKeyBytes)) {
      entries.giveBack(1);
      return false;
    }
    return true;
  }

  /** Whether there is room for a new key at this moment. */
  boolean hasRoom(long newKeyBytes) {
    return entries.hasRoom(1) && bytes.hasRoom(newKeyBytes);
  }

  /** Gives back what a record takes that is about to go. */
  void leave(RecordView record) {
    entries.giveBack(1);
    if (bytes.isBounded()) {
      int text = record.hasTextKey() ? Slab.blockBytes(record.textLength()) : 0;
      bytes.giveBack(RECORD_BYTES + text + detailBytes(record));
    }
  }

  /** Takes or gives back what an outcome of so many bytes makes of a record, if there is room. */
  boolean change(RecordView record, int outcomeLength) {
    if (!bytes.isBounded()) {
      return true;
    }
    long more = RecordEditor.outcomeBytes(outcomeLength) - detailBytes(record);
    if (more > 0) {
      return bytes.take(more);
    }
    bytes.giveBack(-more);
    return true;
  }

  private long detailBytes(RecordView record) {
    return record.isPending() ? pendingBytes : RecordEditor.outcomeBytes(record.outcomeLength());
  }

  /** Which bound is reached, for the message to a key that was refused. */
  String exhausted() {
    return entries.isBounded() && !entries.hasRoom(1)
        ? "maxEntries " + entries.max().orElseThrow()
        : "maxBytes " + bytes.max().orElse(Capacity.UNBOUNDED);
  }
}
