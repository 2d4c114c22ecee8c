package io.github.semel.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlabTest {

  private record Block(int address, int bytes, byte filling) {}

  private final Slab slab = new Slab();
  private final List<Block> blocks = new ArrayList<>();

  private void allocate(int bytes, byte filling) {
    int address = slab.allocate(bytes);
    int offset = ChunkTable.offset(address);
    Arrays.fill(slab.array(address), offset, offset + bytes, filling);
    blocks.add(new Block(address, bytes, filling));
  }

  private void free(int index) {
    Block block = blocks.set(index, blocks.get(blocks.size() - 1));
    blocks.remove(blocks.size() - 1);
    assertIntact(block);
    slab.free(block.address);
  }

  private void assertIntact(Block block) {
    int offset = ChunkTable.offset(block.address);
    byte[] array = slab.array(block.address);
    for (int i = 0; i < block.bytes; i++) {
      if (array[offset + i] != block.filling) {
        throw new AssertionError(block + " was overwritten at " + i);
      }
    }
  }

  @Test
  @DisplayName("blocks of all sizes do not overlap, and none is lost")
  void randomBlocks() {
    Random random = new Random(1);
    for (int i = 0; i < 30_000; i++) {
      if (blocks.isEmpty() || random.nextInt(100) < (i < 15_000 ? 60 : 40)) {
        int bytes = 1 + random.nextInt(1 << (1 + random.nextInt(i % 100 == 0 ? 17 : 11)));
        allocate(bytes, (byte) i);
      } else {
        free(random.nextInt(blocks.size()));
      }
      if (i % 3_000 == 0) {
        slab.assertValid(blocks.size());
        blocks.forEach(this::assertIntact);
      }
    }
    while (!blocks.isEmpty()) {
      free(blocks.size() - 1);
    }
    slab.assertValid(0);
    // What stays is a small chunk of each size that fits in one.
    long small = 2 << 10;
    long sizes = IntStream.rangeClosed(1, (int) small).map(Slab::blockBytes).distinct().count();
    assertThat(slab.heldBytes()).isLessThanOrEqualTo(sizes * small);
  }

  @Test
  @DisplayName("size classes waste no more than a sixteenth, or seven bytes")
  void sizeClasses() {
    for (int bytes = 1; bytes <= 100_000; bytes++) {
      int block = Slab.blockBytes(bytes);
      assertThat(block).isBetween(bytes, Math.max(bytes + 7, bytes + bytes / 16));
      assertThat(block).isGreaterThanOrEqualTo(Slab.blockBytes(Math.max(1, bytes - 1)));
      assertThat(Slab.blockBytes(block)).isEqualTo(block);
    }
  }

  @Test
  @DisplayName("a steady load allocates no chunk, however its blocks come and go")
  void steadyLoad() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      allocate(208, (byte) i);
    }
    long held = slab.heldBytes();
    assertThat(held).isBetween(208L * 10_000, 208L * 10_700);
    long added = slab.chunksAdded();
    for (int i = 0; i < 100_000; i++) {
      // Up to 150 at once, as a sweep frees them.
      int burst = random.nextInt(150);
      for (int j = 0; j < burst; j++) {
        free(random.nextInt(blocks.size()));
      }
      for (int j = 0; j < burst; j++) {
        allocate(208, (byte) j);
      }
      i += burst;
    }
    assertThat(slab.chunksAdded() - added).isLessThanOrEqualTo(2);
    assertThat(slab.heldBytes()).isLessThan(208L * 11_000);
  }
}
