package io.github.semel.compact;

import org.jspecify.annotations.Nullable;

/**
 * Blocks of one size in chunks. A chunk is a thirty-second of what the pool has in use when it is
 * added, and 1 KiB at least (a group of records). A chunk that is empty is given back unless the
 * others have less than the reserve free: a thirty-second of what is in use, but enough for two
 * groups of records that are swept one after the other, or an eighth if that is less. So the load
 * may sway by that much without anything being allocated. The last chunk stays where it is a small
 * one, so that blocks that are needed now and then are not paid for each time.
 *
 * <p>Belongs to the stripe's monitor.
 */
final class Pool {

  private static final int RESERVE = 32;
  private static final int LEAST_BYTES = 1 << 10;
  private static final int SMALL_BYTES = 2 * LEAST_BYTES;

  private final ChunkTable table;
  private final int blockBytes;
  private final boolean grouped;

  /**
   * The chunks with room, the empty ones behind all others. Among those the one that had no room
   * last comes first, as it is warm.
   */
  private @Nullable Chunk first;

  private @Nullable Chunk last;

  private int used;
  private int blocks;

  /** A pool whose chunks have groups when {@code grouped}. */
  Pool(ChunkTable table, int blockBytes, boolean grouped) {
    this.table = table;
    this.blockBytes = blockBytes;
    this.grouped = grouped;
  }

  /** The address of a block that is free from now on no more; what is in it is undefined. */
  int allocate() {
    Chunk chunk = first;
    if (chunk == null) {
      chunk = table.add(this, blockBytes, blocksToAdd(), grouped);
      blocks += chunk.blocks();
      link(chunk);
    }
    int address = ChunkTable.address(chunk, chunk.take());
    used++;
    if (chunk.isFull()) {
      unlink(chunk);
    }
    return address;
  }

  void free(Chunk chunk, int offset) {
    if (chunk.isFull()) {
      link(chunk);
    }
    chunk.giveBack(offset);
    used--;
    if (chunk.isEmpty()) {
      unlink(chunk);
      linkLast(chunk);
    }
    while (last != null && last.isEmpty() && blocks - last.blocks() - used >= reserve(last)) {
      Chunk empty = last;
      unlink(empty);
      blocks -= empty.blocks();
      table.drop(empty);
    }
  }

  /** How many blocks are in use. */
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
    if (first == null) {
      last = chunk;
    } else {
      first.previous = chunk;
    }
    first = chunk;
  }

  private void linkLast(Chunk chunk) {
    chunk.previous = last;
    if (last == null) {
      first = chunk;
    } else {
      last.next = chunk;
    }
    last = chunk;
  }

  private void unlink(Chunk chunk) {
    if (chunk.previous == null) {
      first = chunk.next;
    } else {
      chunk.previous.next = chunk.next;
    }
    if (chunk.next == null) {
      last = chunk.previous;
    } else {
      chunk.next.previous = chunk.previous;
    }
    chunk.previous = null;
    chunk.next = null;
  }

  /** Checks the list of chunks with room against the table. */
  void assertValid() {
    int listed = 0;
    Chunk before = null;
    for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
      listed++;
      if (chunk.previous != before || chunk.isFull() || table.at(chunk.number) != chunk) {
        throw new AssertionError("chunk " + chunk.number + " is wrongly listed as having room");
      }
      if (before != null && before.isEmpty() && !chunk.isEmpty()) {
        throw new AssertionError("chunk " + chunk.number + " is listed behind an empty one");
      }
      before = chunk;
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
    if (usedInChunks != used || blocksInChunks != blocks || withRoom != listed) {
      throw new AssertionError(
          "blocks of %d bytes: %d used of %d, counted %d of %d; %d chunks with room, listed %d"
              .formatted(blockBytes, used, blocks, usedInChunks, blocksInChunks, withRoom, listed));
    }
  }
}
