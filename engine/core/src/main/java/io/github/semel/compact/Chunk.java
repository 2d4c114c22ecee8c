package io.github.semel.compact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One array, cut into blocks of one size. Free blocks are threaded: the first four bytes of each
 * hold the place of the next, plus one. Blocks behind {@link #untouched} were never used, and are
 * all zero.
 *
 * <p>Everything but the final fields belongs to the stripe's monitor.
 */
final class Chunk {

  /** So many blocks of a chunk share an entry of {@link #earliest}. */
  static final int GROUP = 32;

  private static final int NONE = 0;

  final int number;
  final byte[] bytes;
  final int blockBytes;

  /** The pool that it belongs to; none for a block too large for one. */
  final @Nullable Pool pool;

  /**
   * For records: for each group a time before which none of them ends; {@link Long#MAX_VALUE} for a
   * group without records. Empty where there are no groups.
   */
  final long[] earliest;

  /** Neighbours in the pool's list of chunks with room. */
  @Nullable Chunk previous;

  @Nullable Chunk next;

  private int used;
  private int untouched;
  private int free = NONE;

  Chunk(int number, @Nullable Pool pool, int blockBytes, int blocks, int groups) {
    this.number = number;
    this.pool = pool;
    this.blockBytes = blockBytes;
    this.bytes = new byte[blockBytes * blocks];
    this.earliest = new long[groups];
    Arrays.fill(earliest, Long.MAX_VALUE);
  }

  int blocks() {
    return bytes.length / blockBytes;
  }

  int used() {
    return used;
  }

  boolean isFull() {
    return free == NONE && untouched == bytes.length;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** The offset of a block that is free from now on no more; only where the chunk is not full. */
  int take() {
    used++;
    if (free != NONE) {
      int offset = free - 1;
      free = Words.getInt(bytes, offset);
      return offset;
    }
    int offset = untouched;
    untouched += blockBytes;
    return offset;
  }

  void giveBack(int offset) {
    used--;
    Words.putInt(bytes, offset, free);
    free = offset + 1;
  }

  /** The group of the block at {@code offset}. */
  int group(int offset) {
    return offset / (GROUP * blockBytes);
  }

  /** Walks the free blocks and checks that they and the used ones are all; returns how many. */
  int countFree() {
    int count = 0;
    for (int at = free; at != NONE; at = Words.getInt(bytes, at - 1)) {
      count++;
      if (at - 1 >= untouched || (at - 1) % blockBytes != 0 || count > blocks()) {
        throw new AssertionError("chunk " + number + " has a broken list of free blocks");
      }
    }
    return count + (bytes.length - untouched) / blockBytes;
  }
}
