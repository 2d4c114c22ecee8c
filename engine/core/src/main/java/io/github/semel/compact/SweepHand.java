package io.github.semel.compact;

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

  /** Takes a record that has ended. */
  @FunctionalInterface
  interface Expiry {
    /** Drops the record at {@code address}, whose key has that hash and where the view is. */
    void expire(int address, long hash);
  }

  private final ChunkTable chunks;
  private final Index index;
  private final KeyHash hashing;
  private final RecordView view;
  private final Expiry expiry;

  /** The records of a group that have ended, and the hashes of their keys. */
  private final int[] ended = new int[Chunk.GROUP];

  private final long[] hashes = new long[Chunk.GROUP];

  /** Keeps the compiler from leaving out looks at the index whose only use is that they were. */
  private long unusedLooks;

  private int number = 1;
  private int group;

  /** A time before which no record of the stripe ends. */
  private long earliest = Long.MAX_VALUE;

  /**
   * A hand over records.
   *
   * @param view moved to the records that are looked at
   * @param expiry drops those that have ended
   */
  SweepHand(StripeMemory memory, KeyHash hashing, RecordView view, Expiry expiry) {
    this.chunks = memory.chunks();
    this.index = memory.index();
    this.hashing = hashing;
    this.view = view;
    this.expiry = expiry;
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

  /**
   * Takes a group. The slots of all that has ended are looked at before the first of them is
   * emptied: they lie anywhere in the index, and these looks do not wait for one another, where
   * each removal would wait for its own. They come right after each other, because a processor sees
   * only some hundred instructions ahead, and what it does not see it does not fetch.
   */
  private void sweep(Chunk chunk, int at, long now) {
    long first = Long.MAX_VALUE;
    int count = 0;
    int from = at * Chunk.GROUP * chunk.blockBytes;
    int to = Math.min(from + Chunk.GROUP * chunk.blockBytes, chunk.bytes.length);
    for (int offset = from; offset < to; offset += chunk.blockBytes) {
      view.moveTo(chunk, offset);
      if (!view.isFree()) {
        long end = view.end();
        if (end <= now) {
          hashes[count] = view.hash(hashing);
          ended[count++] = offset;
        } else {
          first = Math.min(first, end);
        }
      }
    }
    long looks = 0;
    for (int i = 0; i < count; i++) {
      looks += index.look(hashes[i]);
    }
    unusedLooks = looks;
    for (int i = 0; i < count; i++) {
      view.moveTo(chunk, ended[i]);
      expiry.expire(ChunkTable.address(chunk, ended[i]), hashes[i]);
    }
    chunk.earliest[at] = first;
  }
}
