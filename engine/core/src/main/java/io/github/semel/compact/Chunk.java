package io.github.semel.compact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One array, cut into blocks of one size, with a bit for each that is free. The bits lie apart, so
 * that a block is neither read nor written when it is freed and taken: it is out of the caches by
 * then, and its next user only writes it.
 *
 * <p>Everything but the final fields belongs to the stripe's monitor.
 */
final class Chunk {

  /** So many blocks of a chunk of records share an entry of {@link #earliest}. */
  static final int GROUP = 32;

  private static final int RECIPROCAL_BITS = 32;

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

  /**
   * The numbers of its neighbours in the pool's list of chunks with room; 0 where there is none.
   */
  int previous;

  int next;

  /** Bit {@code n} of word {@code w} is set while block {@code 64 w + n} is free. */
  private final long[] free;

  private final int blocks;

  /** {@code 2^32 / blockBytes}, rounded up. */
  private final long reciprocal;

  private int used;

  /** No word of {@link #free} before this one has a bit set. */
  private int firstFree;

  Chunk(int number, @Nullable Pool pool, int blockBytes, int blocks, int groups) {
    this.number = number;
    this.pool = pool;
    this.blockBytes = blockBytes;
    this.blocks = blocks;
    this.reciprocal = ((1L << RECIPROCAL_BITS) + blockBytes - 1) / blockBytes;
    this.bytes = new byte[blockBytes * blocks];
    this.earliest = new long[groups];
    Arrays.fill(earliest, Long.MAX_VALUE);
    this.free = new long[(blocks + Long.SIZE - 1) / Long.SIZE];
    Arrays.fill(free, -1);
    free[free.length - 1] >>>= -blocks;
  }

  int blocks() {
    return blocks;
  }

  int used() {
    return used;
  }

  boolean isFull() {
    return used == blocks;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** The number of the first word of free bits that has one; only where the chunk is not full. */
  int firstFreeWord() {
    int word = firstFree;
    while (free[word] == 0) {
      word++;
    }
    firstFree = word;
    return word;
  }

  /** The bits of the free blocks of a word, which are free no more. */
  long take(int word) {
    long bits = free[word];
    free[word] = 0;
    used += Long.bitCount(bits);
    return bits;
  }

  void giveBack(int offset) {
    giveBack(offset, 1);
  }

  /** Gives back the block at {@code offset} and others behind it, a bit for each. */
  void giveBack(int offset, long bits) {
    int block = block(offset);
    int word = block / Long.SIZE;
    free[word] |= bits << block;
    firstFree = Math.min(firstFree, word);
    used -= Long.bitCount(bits);
  }

  /** The number of the block at {@code offset}. */
  private int block(int offset) {
    // A division takes as long as a look into the second-level cache. The product is exact: the
    // rounding adds less than offset / 2^32 to the quotient, and a chunk of more than one block has
    // 2^16 bytes at most.
    return (int) ((offset * reciprocal) >>> RECIPROCAL_BITS);
  }

  /** The group of the record at {@code offset}. */
  static int group(int offset) {
    return offset / (GROUP * RecordView.BYTES);
  }

  /** How many blocks are free by their bits. */
  int countFree() {
    int count = 0;
    for (int word = 0; word < free.length; word++) {
      count += Long.bitCount(free[word]);
      if (word < firstFree && free[word] != 0) {
        throw new AssertionError("chunk " + number + " has overlooked a free block");
      }
    }
    return count;
  }
}
