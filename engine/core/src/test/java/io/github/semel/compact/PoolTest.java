package io.github.semel.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolTest {

  private static final int BLOCK_BYTES = 208;

  private final ChunkTable table = new ChunkTable();
  private final Pool pool = new Pool(table, BLOCK_BYTES, false);

  private void free(int address) {
    pool.free(table.chunk(address), ChunkTable.offset(address));
  }

  @Test
  @DisplayName("a chunk is given back when nothing of it is used but what is drawn")
  void drawnAlone() {
    List<Integer> addresses = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      addresses.add(pool.allocate());
    }
    int kept = addresses.get(0);
    Chunk drawnFrom = table.chunk(addresses.get(addresses.size() - 1));
    assertThat(drawnFrom.used() % Long.SIZE).as("some blocks are drawn and not used").isZero();
    assertThat(drawnFrom).isNotSameAs(table.chunk(kept));

    addresses.stream().skip(1).forEach(this::free);

    pool.assertValid();
    assertThat(table.heldBytes()).isEqualTo(table.chunk(kept).bytes.length);
  }

  @Test
  @DisplayName("a block that is freed while others of its chunk are drawn is given out again")
  void freedBesideDrawn() {
    int first = pool.allocate();
    int second = pool.allocate();
    free(first);
    pool.assertValid();

    List<Integer> rest = new ArrayList<>();
    while (!rest.contains(first)) {
      rest.add(pool.allocate());
      pool.assertValid();
      assertThat(rest.size()).as("blocks until the freed one comes").isLessThanOrEqualTo(100);
    }

    assertThat(rest).doesNotHaveDuplicates().doesNotContain(second);
  }

  @Test
  @DisplayName("a look ahead changes nothing and asks for no chunk")
  void touchNext() {
    assertThat(pool.touchNext()).isZero();
    assertThat(table.heldBytes()).isZero();
    int used = pool.allocate();
    Chunk chunk = table.chunk(used);
    Words.putLong(chunk.bytes, BLOCK_BYTES, 42);

    assertThat(pool.touchNext()).isEqualTo(42);
    assertThat(pool.allocate()).isEqualTo(ChunkTable.address(chunk, BLOCK_BYTES));
    pool.assertValid();
  }
}
