package io.github.semel.compact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a stripe by their numbers, and addresses of what lies in them: 18 bits of chunk
 * number and 13 bits of offset, in units of 8 bytes. No chunk has the number 0, so no block has the
 * address 0. A stripe can address 16 GiB in chunks of 64 KiB; a block too large for one has a chunk
 * of its own, of any size.
 *
 * <p>Changed under the stripe's monitor. {@link #chunk} is also called without it: it then finds
 * the chunk, an older one, or none, never a chunk half made, because what readers use of a chunk is
 * final.
 */
final class ChunkTable {

  static final int MOST_BYTES = 1 << 16;

  private static final int UNIT_BITS = 3;

  /** What addresses are counted in: bytes. */
  static final int UNIT = 1 << UNIT_BITS;

  private static final int OFFSET_BITS = 13;
  private static final int MOST_CHUNKS = 1 << (31 - OFFSET_BITS);

  private @Nullable Chunk[] chunks = new Chunk[4];

  /** The arrays of the chunks: what is asked for most is found without a look at the chunk. */
  private byte[] @Nullable [] arrays = new byte[4][];

  private int end = 1;
  private int[] vacant = new int[4];
  private int vacancies;
  private long added;

  /** Adds a chunk; with groups when {@code grouped}. */
  Chunk add(@Nullable Pool pool, int blockBytes, int blocks, boolean grouped) {
    int number = vacancies > 0 ? vacant[vacancies - 1] : end;
    if (number == MOST_CHUNKS) {
      throw new IllegalStateException("a stripe of the store has used up its 16 GiB of addresses");
    }
    int groups = grouped ? (blocks + Chunk.GROUP - 1) / Chunk.GROUP : 0;
    Chunk chunk = new Chunk(number, pool, blockBytes, blocks, groups);
    if (number == end) {
      if (number == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * number);
        arrays = Arrays.copyOf(arrays, 2 * number);
      }
      end++;
    } else {
      vacancies--;
    }
    added++;
    chunks[number] = chunk;
    arrays[number] = chunk.bytes;
    return chunk;
  }

  void drop(Chunk chunk) {
    chunks[chunk.number] = null;
    arrays[chunk.number] = null;
    if (vacancies == vacant.length) {
      vacant = Arrays.copyOf(vacant, 2 * vacancies);
    }
    vacant[vacancies++] = chunk.number;
  }

  /** How many chunks were ever added. */
  long added() {
    return added;
  }

  /** How many bytes the chunks have. */
  long heldBytes() {
    long bytes = 0;
    for (Chunk chunk : chunks) {
      bytes += chunk == null ? 0 : chunk.bytes.length;
    }
    return bytes;
  }

  /** Above the numbers of all chunks. */
  int end() {
    return end;
  }

  /** The chunk with a number, if there is one. */
  @Nullable Chunk at(int number) {
    @Nullable Chunk[] current = chunks;
    return number < current.length ? current[number] : null;
  }

  /**
   * The chunk that {@code address} lies in.
   *
   * @throws IndexOutOfBoundsException when there is none, as may happen without the monitor
   */
  Chunk chunk(int address) {
    return withNumber(number(address));
  }

  /** The chunk with a number; errors as for {@link #chunk}. */
  Chunk withNumber(int number) {
    Chunk chunk = at(number);
    if (chunk == null) {
      throw new IndexOutOfBoundsException(number);
    }
    return chunk;
  }

  /** The array that {@code address} lies in; errors as for {@link #chunk}. */
  byte[] array(int address) {
    return arrayAt(number(address));
  }

  /** The array of the chunk with a number; errors as for {@link #chunk}. */
  byte[] arrayAt(int number) {
    byte[] array = arrays[number];
    if (array == null) {
      throw new IndexOutOfBoundsException(number);
    }
    return array;
  }

  /** The array of the chunk with a number, if there is one. */
  byte @Nullable [] arrayIfPresent(int number) {
    byte[] @Nullable [] current = arrays;
    return number < current.length ? current[number] : null;
  }

  /** The number of the chunk that {@code address} lies in. */
  static int number(int address) {
    return address >>> OFFSET_BITS;
  }

  static int address(Chunk chunk, int offset) {
    return (chunk.number << OFFSET_BITS) | (offset >>> UNIT_BITS);
  }

  /** Where in its chunk {@code address} lies, in bytes. */
  static int offset(int address) {
    return (address & ((1 << OFFSET_BITS) - 1)) << UNIT_BITS;
  }
}
