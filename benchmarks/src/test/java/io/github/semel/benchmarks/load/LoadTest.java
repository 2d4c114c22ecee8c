package io.github.semel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A load")
class LoadTest {

  private static final int LIVE = 20_000;

  @ParameterizedTest
  @ValueSource(strings = {"map", "caffeine", "heap:", "compact:"})
  @DisplayName("keeps as many entries live as it says, and counts what was sent")
  void capacity(String store) throws InterruptedException {
    Map<String, Long> result = LoadProcess.measure(new Load(store, LIVE, 200, 2, 0, 50, 200));

    assertThat(result.get("entries")).isBetween(LIVE / 2L, 2L * LIVE);
    assertThat(result.get("requests")).isPositive();
    assertThat(result.get("processorNanos")).isPositive();
    assertThat(result).doesNotContainKey("p99");
  }

  @Test
  @DisplayName("in an open loop sends no more than are due, and records how long each waited")
  void open() throws InterruptedException {
    Map<String, Long> result =
        LoadProcess.measure(new Load("compact:", LIVE, 0, 2, 10_000, 50, 500));

    long due = result.get("nanos") / 100_000;
    // Counted in batches, of which each thread may be in the middle of one.
    assertThat(result.get("requests")).isBetween(1L, due + 4 * 64);
    assertThat(result.get("p50")).isPositive();
    assertThat(result.get("p100")).isGreaterThanOrEqualTo(result.get("p99.9"));
  }

  @Test
  @DisplayName("is the same after it was handed to another process")
  void arguments() {
    Load load = new Load("heap:", 1, 2, 3, 4, 5, 6);

    assertThat(Load.of(load.toArguments().toArray(String[]::new))).isEqualTo(load);
  }
}
