package io.github.semel.compact;

/**
 * Blocks of one size in chunks. A chunk is a thirty-second of what the pool has in use when it is
 * added, and 1 KiB at least (a group of records). A chunk that is empty is given back unless the
 * others have less than the reserve free: a thirty-second of what is in use, but enough for two
 * groups of records that are swept one after the other, or an eighth if that is less. So the load
 * may sway by that much without anything being allocated. The last chunk stays where it is a small
 * one, so that blocks that are needed now and then are not paid for each time.
 *
 * <p>Up to 64 free blocks of a chunk are <em>drawn</em> at once, and given out from here without a
 * look at the chunk: of the lines that threads write in turn, and so have to fetch from each other,
 * an allocation then writes one. A chunk counts blocks that are drawn as used, the pool does not.
 *
 * <p>Belongs to the stripe's monitor, but for {@link #touchNext}.
 */
final class Pool {

  private static final int RESERVE = 32;
  private static final int LEAST_BYTES = 1 << 10;
  private static final int SMALL_BYTES = 2 * LEAST_BYTES;

  private static final int LINE_BYTES = 64;
  private static final int MOST_TOUCHED_BYTES = 512;

  private final ChunkTable table;
  private final int blockBytes;
  private final boolean grouped;

  /**
   * The numbers of the first and the last of the chunks with room, the empty ones behind all
   * others; 0 where there is none. Among those that are not empty the one that had no room last
   * comes first, as it is warm. In a steady state most blocks that are freed and most that are
   * taken change this list, so it is one of numbers: storing a reference takes a barrier of the
   * collector.
   */
  private int first;

  private int last;

  private int used;
  private int blocks;

  /** Bit {@code n} is set while the block {@code n} blocks behind {@link #drawnFrom} is drawn. */
  private long drawn;

  /** An address in the chunk that was drawn from last. */
  private int drawnFrom;

  /** A pool whose chunks have groups when {@code grouped}. */
  Pool(ChunkTable table, int blockBytes, boolean grouped) {
    this.table = table;
    this.blockBytes = blockBytes;
    this.grouped = grouped;
  }

  /** The address of a block that is free from now on no more; what is in it is undefined. */
  int allocate() {
    if (drawn == 0) {
      draw();
    }
    int address = drawnFrom + Long.numberOfTrailingZeros(drawn) * (blockBytes / ChunkTable.UNIT);
    drawn &= drawn - 1;
    used++;
    return address;
  }

  private void draw() {
    Chunk chunk;
    if (first == 0) {
      chunk = table.add(this, blockBytes, blocksToAdd(), grouped);
      blocks += chunk.blocks();
      link(chunk);
    } else {
      chunk = table.withNumber(first);
    }
    int word = chunk.firstFreeWord();
    drawnFrom = ChunkTable.address(chunk, word * Long.SIZE * blockBytes);
    drawn = chunk.take(word);
    if (chunk.isFull()) {
      unlink(chunk);
    }
  }

  /**
   * Reads of each line of the block that is allocated next, as far as lines are counted. Also
   * called without the monitor: it then reads anything, or nothing.
   */
  long touchNext() {
    long bits = drawn;
    int address = drawnFrom + Long.numberOfTrailingZeros(bits) * (blockBytes / ChunkTable.UNIT);
    byte[] bytes = bits == 0 ? null : table.arrayIfPresent(ChunkTable.number(address));
    if (bytes == null) {
      return 0;
    }
    int from = ChunkTable.offset(address);
    int to = Math.min(from + Math.min(blockBytes, MOST_TOUCHED_BYTES), bytes.length) - Long.BYTES;
    long touched = 0;
    for (int offset = from; offset <= to; offset += LINE_BYTES) {
      touched ^= Words.getLong(bytes, offset);
    }
    return touched;
  }

  void free(Chunk chunk, int offset) {
    if (chunk.isFull()) {
      link(chunk);
    }
    chunk.giveBack(offset);
    used--;
    if (drawn != 0
        && ChunkTable.number(drawnFrom) == chunk.number
        && Long.bitCount(drawn) == chunk.used()) {
      // Nothing else is used there, and what is drawn is not either.
      chunk.giveBack(ChunkTable.offset(drawnFrom), drawn);
      drawn = 0;
    }
    if (chunk.isEmpty()) {
      unlink(chunk);
      linkLast(chunk);
    }
    while (last != 0) {
      Chunk empty = table.withNumber(last);
      if (!empty.isEmpty() || blocks - empty.blocks() - used < reserve(empty)) {
        return;
      }
      unlink(empty);
      blocks -= empty.blocks();
      table.drop(empty);
    }
  }

  /** How many blocks are in use; those that are drawn are not. */
  int used() {
    return used;
  }

  int blockBytes() {
    return blockBytes;
  }

  private int reserve(Chunk empty) {
    int least = empty.blocks() * blockBytes <= SMALL_BYTES ? 1 : 0;
    return Math.max(used / RESERVE, Math.min(2 * Chunk.GROUP, Math.max(least, used / 8)));
  }

  private int least() {
    return grouped ? Chunk.GROUP : Math.max(1, LEAST_BYTES / blockBytes);
  }

  private int blocksToAdd() {
    int most = ChunkTable.MOST_BYTES / blockBytes;
    int wanted = Math.min(most, Math.max(used / RESERVE, least()));
    return grouped ? wanted / Chunk.GROUP * Chunk.GROUP : wanted;
  }

  private void link(Chunk chunk) {
    chunk.next = first;
    if (first == 0) {
      last = chunk.number;
    } else {
      table.withNumber(first).previous = chunk.number;
    }
    first = chunk.number;
  }

  private void linkLast(Chunk chunk) {
    chunk.previous = last;
    if (last == 0) {
      first = chunk.number;
    } else {
      table.withNumber(last).next = chunk.number;
    }
    last = chunk.number;
  }

  private void unlink(Chunk chunk) {
    if (chunk.previous == 0) {
      first = chunk.next;
    } else {
      table.withNumber(chunk.previous).next = chunk.next;
    }
    if (chunk.next == 0) {
      last = chunk.previous;
    } else {
      table.withNumber(chunk.next).previous = chunk.previous;
    }
    chunk.previous = 0;
    chunk.next = 0;
  }

  /** Checks the list of chunks with room against the table. */
  void assertValid() {
    int listed = 0;
    int before = 0;
    boolean empty = false;
    for (int number = first; number != 0; number = table.withNumber(number).next) {
      listed++;
      Chunk chunk = table.withNumber(number);
      if (chunk.previous != before || chunk.isFull() || chunk.pool != this) {
        throw new AssertionError("chunk " + number + " is wrongly listed as having room");
      }
      if (empty && !chunk.isEmpty()) {
        throw new AssertionError("chunk " + number + " is listed behind an empty one");
      }
      before = number;
      empty = chunk.isEmpty();
    }
    if (last != before) {
      throw new AssertionError("chunk " + last + " is not the last one with room");
    }
    int usedInChunks = 0;
    int blocksInChunks = 0;
    int withRoom = 0;
    for (int number = 0; number < table.end(); number++) {
      Chunk chunk = table.at(number);
      if (chunk != null && chunk.pool == this) {
        usedInChunks += chunk.used();
        blocksInChunks += chunk.blocks();
        withRoom += chunk.isFull() ? 0 : 1;
        if (chunk.countFree() + chunk.used() != chunk.blocks()) {
          throw new AssertionError("chunk " + number + " has lost blocks");
        }
      }
    }
    usedInChunks -= Long.bitCount(drawn);
    if (usedInChunks != used || blocksInChunks != blocks || withRoom != listed) {
      throw new AssertionError(
          "blocks of %d bytes: %d used of %d, counted %d of %d; %d chunks with room, listed %d"
              .formatted(blockBytes, used, blocks, usedInChunks, blocksInChunks, withRoom, listed));
    }
  }
}
