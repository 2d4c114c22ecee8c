package io.github.semel.compact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of any size: a pool for each of the size classes. The classes are eight bytes apart up to
 * 256 bytes, and from there on there are sixteen to each doubling, so rounding up costs a sixteenth
 * at most and half of that on average. A block of more than 16 KiB has a chunk of its own.
 *
 * <p>Belongs to the stripe's monitor; {@link #array} may also be called without it.
 */
final class Slab {

  static final int LARGEST_POOLED = 1 << 14;

  private static final int UNIT_BITS = 3;
  private static final int CLASS_BITS = 4;

  private final ChunkTable table = new ChunkTable();
  private @Nullable Pool[] pools = new Pool[0];

  /** The number of the pool that was allocated from last. */
  private int recent;

  /** The size of the block that so many bytes are kept in; for 1 to 2^30 of them. */
  static int blockBytes(int bytes) {
    int stepBits = stepBits(bytes);
    return ((bytes - 1) >> stepBits << stepBits) + (1 << stepBits);
  }

  /** How far apart the classes are around so many bytes, as a power of two. */
  private static int stepBits(int bytes) {
    // A sixteenth of the power of two below, for the last of the bytes.
    int powerBits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros((bytes - 1) | 1);
    return bytes > LARGEST_POOLED ? UNIT_BITS : Math.max(UNIT_BITS, powerBits - CLASS_BITS);
  }

  int allocate(int bytes) {
    if (bytes > LARGEST_POOLED) {
      Chunk chunk = table.add(null, blockBytes(bytes), 1, false);
      chunk.take(0);
      return ChunkTable.address(chunk, 0);
    }
    int stepBits = stepBits(bytes);
    // The steps double where the number of steps starts again at a half, so no two classes meet.
    int steps = ((bytes - 1) >> stepBits) + 1;
    int number = steps + ((stepBits - UNIT_BITS) << CLASS_BITS);
    if (number >= pools.length) {
      pools = Arrays.copyOf(pools, number + 1);
    }
    Pool pool = pools[number];
    if (pool == null) {
      pool = new Pool(table, steps << stepBits, false);
      pools[number] = pool;
    }
    if (recent != number) {
      recent = number;
    }
    return pool.allocate();
  }

  /**
   * Reads the block that another of the last size would get; see {@link StripeMemory#touchNext}.
   */
  long touchNext() {
    @Nullable Pool[] current = pools;
    int number = recent;
    Pool pool = number < current.length ? current[number] : null;
    return pool == null ? 0 : pool.touchNext();
  }

  void free(int address) {
    Chunk chunk = table.chunk(address);
    if (chunk.pool == null) {
      table.drop(chunk);
    } else {
      chunk.pool.free(chunk, ChunkTable.offset(address));
    }
  }

  /** The array that the block at {@code address} lies in. */
  byte[] array(int address) {
    return table.array(address);
  }

  /** How many bytes the chunks have. */
  long heldBytes() {
    return table.heldBytes();
  }

  /** How many chunks were ever added. */
  long chunksAdded() {
    return table.added();
  }

  /** Checks the pools, and that nothing but {@code blocks} blocks is in use. */
  void assertValid(int blocks) {
    int used = 0;
    for (Pool pool : pools) {
      if (pool != null) {
        pool.assertValid();
        used += pool.used();
      }
    }
    for (int number = 0; number < table.end(); number++) {
      Chunk chunk = table.at(number);
      used += chunk != null && chunk.pool == null ? 1 : 0;
    }
    if (used != blocks) {
      throw new AssertionError(used + " blocks are in use, and " + blocks + " are referred to");
    }
  }
}
