package io.github.semel.compact;

import java.util.function.IntConsumer;

/**
 * Finds the records that have ended. It goes round the groups of the record chunks, a group a step,
 * and looks into a group only if its {@link Chunk#earliest} has come: keys that are claimed
 * together lie together, and where their terms are alike they also end together, so most steps are
 * one comparison, and the others find something.
 *
 * <p>Belongs to the stripe's monitor.
 */
final class SweepHand {

  /** Numbers without a chunk, and ends of chunks, that a step passes over at most. */
  private static final int PASSED_PER_STEP = 8;

  private final ChunkTable chunks;
  private final RecordView view;
  private final IntConsumer expire;

  private int number = 1;
  private int group;

  /** A time before which no record of the stripe ends. */
  private long earliest = Long.MAX_VALUE;

  /**
   * A hand over records.
   *
   * @param view moved to the records that are looked at
   * @param expire takes the address of each that has ended, and drops the record
   */
  SweepHand(ChunkTable chunks, RecordView view, IntConsumer expire) {
    this.chunks = chunks;
    this.view = view;
    this.expire = expire;
  }

  /** The record at {@code address} now ends at {@code end}. */
  void note(int address, long end) {
    Chunk chunk = chunks.chunk(address);
    int at = Chunk.group(ChunkTable.offset(address));
    if (end < chunk.earliest[at]) {
      chunk.earliest[at] = end;
    }
    if (end < earliest) {
      earliest = end;
    }
  }

  /** Whether a record may have ended. */
  boolean isDue(long now) {
    return earliest <= now;
  }

  /** Takes the next group. */
  void step(long now) {
    for (int passed = 0; passed < PASSED_PER_STEP; passed++) {
      Chunk chunk = chunks.at(number);
      if (chunk != null && group < chunk.earliest.length) {
        if (chunk.earliest[group] <= now) {
          sweep(chunk, group, now);
        }
        group++;
        return;
      }
      number = number + 1 < chunks.end() ? number + 1 : 1;
      group = 0;
    }
  }

  /**
   * Takes all groups in which a record may have ended, up to {@code most} of them. If there are no
   * more than that, {@link #isDue} is exact from then on.
   */
  void sweep(long now, int most) {
    int swept = 0;
    long first = Long.MAX_VALUE;
    for (int i = 1; i < chunks.end(); i++) {
      Chunk chunk = chunks.at(i);
      for (int at = 0; chunk != null && at < chunk.earliest.length; at++) {
        if (chunk.earliest[at] <= now && swept < most) {
          swept++;
          sweep(chunk, at, now);
        }
        first = Math.min(first, chunk.earliest[at]);
      }
    }
    earliest = first;
  }

  private void sweep(Chunk chunk, int at, long now) {
    long first = Long.MAX_VALUE;
    int from = at * Chunk.GROUP * chunk.blockBytes;
    int to = Math.min(from + Chunk.GROUP * chunk.blockBytes, chunk.bytes.length);
    for (int offset = from; offset < to; offset += chunk.blockBytes) {
      view.moveTo(chunk, offset);
      if (!view.isFree()) {
        long end = view.end();
        if (end <= now) {
          expire.accept(ChunkTable.address(chunk, offset));
        } else {
          first = Math.min(first, end);
        }
      }
    }
    chunk.earliest[at] = first;
  }
}
