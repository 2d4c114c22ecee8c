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
    Map<String, Long> result = LoadProcess.measure(new Load(store, LIVE, 200, 0, 2, 0, 50, 200));

    assertThat(result.get("entries")).isBetween(LIVE / 2L, 2L * LIVE);
    assertThat(result.get("requests")).isPositive();
    assertThat(result.get("processorNanos")).isPositive();
    assertThat(result).doesNotContainKey("p99");
  }

  @Test
  @DisplayName("in an open loop sends no more than are due, and records how long each waited")
  void open() throws InterruptedException {
    Map<String, Long> result =
        LoadProcess.measure(new Load("compact:", LIVE, 0, 0, 2, 10_000, 50, 500));

    long due = result.get("nanos") / 100_000;
    // Those that were due before may come with them.
    assertThat(result.get("requests")).isBetween(1L, due + due / 2);
    assertThat(result.get("late50")).isNotNegative();
    assertThat(result.get("p50")).isPositive();
    assertThat(result.get("p100")).isGreaterThanOrEqualTo(result.get("p99.9"));
  }

  @Test
  @DisplayName("with duplicates makes as many records fewer")
  void duplicates() throws InterruptedException {
    Map<String, Long> none = LoadProcess.measure(new Load("heap:", LIVE, 0, 0, 1, 10_000, 0, 50));
    Map<String, Long> half = LoadProcess.measure(new Load("heap:", LIVE, 0, 50, 1, 10_000, 0, 50));

    assertThat((double) half.get("entries") / none.get("entries")).isBetween(0.45, 0.55);
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "heap:", "compact:"})
  @DisplayName("in batches sends what is due, and records each of its requests once")
  void batches(String store) throws InterruptedException {
    Load load = new Load(store, LIVE, 0, 1, 1, 100_000, 50, 300).inBatches(500);
    Map<String, Long> result = LoadProcess.measure(load);

    assertThat(result.get("requests")).isPositive().matches(sent -> sent % 500 == 0);
    assertThat(result.get("entries")).isBetween(LIVE / 2L, 2L * LIVE);
    assertThat(result.get("p100")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"caffeine", "heap:", "compact:"})
  @DisplayName("of mixed TTLs has as many entries live as with one")
  void mixedTtls(String store) throws InterruptedException {
    Load load = new Load(store, LIVE, 0, 0, 1, 10_000, 0, 50).withMixedTtls();

    assertThat(LoadProcess.measure(load).get("entries")).isBetween(LIVE / 2L, 2L * LIVE);
  }

  @Test
  @DisplayName("is the same after it was handed to another process")
  void arguments() {
    Load load = new Load("heap:", 1, 2, 3, 4, 5, 6, 7).inBatches(8).withMixedTtls();

    assertThat(Load.of(load.toArguments().toArray(String[]::new))).isEqualTo(load);
  }
}
