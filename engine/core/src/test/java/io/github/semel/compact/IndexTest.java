package io.github.semel.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IndexTest {

  private static Map<Integer, Long> contents(Index index) {
    Map<Integer, Long> found = new HashMap<>();
    index.assertValid((hashBits, address) -> found.put(address, hashBits));
    return found;
  }

  @Test
  @DisplayName("grows and shrinks through random additions and removals, and loses none")
  void randomChanges() {
    Random random = new Random(1);
    Index index = new Index();
    Map<Integer, Long> expected = new HashMap<>();
    int nextAddress = 1;
    for (int phase = 0; phase < 8; phase++) {
      int additions = phase % 2 == 0 ? 90 : 10;
      for (int i = 0; i < 5_000; i++) {
        if (expected.isEmpty() || random.nextInt(100) < additions) {
          // Few homes, so that clusters are long and wrap around the end.
          long hash = ((long) random.nextInt(64) << 58) | random.nextLong() >>> 20;
          index.add(hash, nextAddress);
          expected.put(nextAddress++, Index.hashBits(hash));
        } else {
          int address = expected.keySet().iterator().next();
          index.remove(expected.remove(address), address);
        }
        if (i % 500 == 0) {
          assertThat(contents(index)).isEqualTo(expected);
        }
      }
    }
    for (int address : expected.keySet().toArray(Integer[]::new)) {
      index.remove(expected.remove(address), address);
    }
    assertThat(contents(index)).isEmpty();
    assertThat(index.capacity()).isLessThanOrEqualTo(64);
  }

  @Test
  @DisplayName("is a step at a time in both tables while it grows, and keeps its load")
  void growsInSteps() {
    Random random = new Random(2);
    Index index = new Index();
    int changesWhileMoving = 0;
    for (int i = 1; i <= 100_000; i++) {
      boolean moving = index.isMoving();
      index.add(random.nextLong(), i);
      changesWhileMoving += moving ? 1 : 0;
      if (!index.isMoving()) {
        assertThat((double) index.size() / index.capacity()).isLessThanOrEqualTo(0.8);
        if (i > 100) {
          assertThat((double) index.size() / index.capacity()).isGreaterThan(0.6);
        }
      }
    }
    // Each growth moves about 64 slots a change, and five slots grow for each that is added.
    assertThat(changesWhileMoving).isBetween(100_000 / 20, 100_000 / 8);
    assertThat(contents(index)).hasSize(100_000);
  }
}
