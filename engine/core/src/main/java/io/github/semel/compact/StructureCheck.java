package io.github.semel.compact;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks the index and the memory of a stripe, for tests: every slot leads to a record whose key has
 * that hash and belongs to the stripe, every record has one slot, every block one owner, no group
 * has a record that ends before its earliest, and nothing is lost.
 */
final class StructureCheck {

  private StructureCheck() {}

  static void run(StripeMemory memory, KeyHash hashing, int stripe, int stripes) {
    memory.records().assertValid();
    memory.versions().assertValid();
    Set<Integer> indexed = new HashSet<>();
    Set<Integer> blocks = new HashSet<>();
    RecordView view = new RecordView(memory);
    memory
        .index()
        .assertValid(
            (hashBits, address) -> {
              view.moveTo(address);
              long hash = view.hash(hashing);
              require(indexed.add(address), address, "is in the index twice");
              require(!view.isFree(), address, "is in the index and free");
              require(Index.hashBits(hash) == hashBits, address, "has another hash than its slot");
              require((hash & (stripes - 1)) == stripe, address, "belongs to another stripe");
              require(
                  view.isPending() || view.isCompleted(),
                  address,
                  "is in a state there is none of");
              if (view.hasTextKey()) {
                require(
                    hashing.of(view.key().getBytes(StandardCharsets.UTF_8)) == hash,
                    address,
                    "has another key than its hash says");
                require(blocks.add(view.textAddress()), address, "shares the block of its key");
              }
              if (view.isInBlock()) {
                require(blocks.add(view.detail()), address, "shares a block");
              }
              view.record();
              Chunk chunk = memory.chunks().chunk(address);
              require(
                  view.end() >= chunk.earliest[Chunk.group(ChunkTable.offset(address))],
                  address,
                  "ends before the earliest of its group");
            });
    int inChunks = 0;
    for (int number = 0; number < memory.chunks().end(); number++) {
      Chunk chunk = memory.chunks().at(number);
      for (int at = 0; chunk != null && at < chunk.bytes.length; at += RecordView.BYTES) {
        view.moveTo(chunk, at);
        inChunks += view.isFree() ? 0 : 1;
      }
    }
    if (inChunks != indexed.size() || memory.records().used() != inChunks) {
      throw new AssertionError(
          "%d records in chunks, %d in the index, %d in use"
              .formatted(inChunks, indexed.size(), memory.records().used()));
    }
    memory.slab().assertValid(blocks.size());
  }

  private static void require(boolean condition, int address, String otherwise) {
    if (!condition) {
      throw new AssertionError("the record at " + address + " " + otherwise);
    }
  }
}
