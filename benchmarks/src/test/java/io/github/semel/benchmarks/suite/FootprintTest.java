package io.github.semel.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.report.FootprintResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The footprint")
class FootprintTest {

  @BeforeAll
  static void letJolLookIntoRecords() {
    System.setProperty("jol.magicFieldOffset", "true");
  }

  @Test
  @DisplayName("of a bare map is what its nodes, its table and the keys take")
  void bareMap() {
    // 10,000 nodes of 32 bytes, a table of 16,384 references, keys of 24 + 56 bytes.
    FootprintResult result = Footprint.measure("map", 10_000);

    assertThat(result.entries()).isEqualTo(10_000);
    assertThat(result.bytesAnEntryWithoutKey()).isBetween(32.0 + 6, 32.0 + 15);
    assertThat(result.bytesAnEntry() - result.bytesAnEntryWithoutKey()).isBetween(79.0, 97.0);
  }

  @Test
  @DisplayName("of a store that packs its entries is without the responses that it has copied")
  void packed() {
    FootprintResult result = Footprint.measure("compact:", 100_000);

    // A record is 48 bytes, its slot in the index 10 to 12.5, the head of an outcome's block 8; the
    // rest is what has expired and is not swept yet, and the reserve of pools of this size, an
    // eighth.
    assertThat(result.bytesAnEntry()).isBetween(48.0 + 10 + 8, 110.0);
    assertThat(result.bytesAnEntry() - result.bytesAnEntryWithoutKey()).isBetween(16.0, 19.0);
  }
}
