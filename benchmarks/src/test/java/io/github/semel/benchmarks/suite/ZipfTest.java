package io.github.semel.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Zipf's distribution")
class ZipfTest {

  private static final int RANKS = 1_000;

  private final Zipf zipf = new Zipf(RANKS, 0.99);

  @Test
  @DisplayName("has probabilities in proportion to 1 / rank^exponent that sum to 1")
  void probabilities() {
    double sum = 0;
    for (int rank = 1; rank <= RANKS; rank++) {
      sum += zipf.probability(rank);
    }

    assertThat(sum).isCloseTo(1, within(1e-9));
    assertThat(zipf.probability(1) / zipf.probability(10))
        .isCloseTo(Math.pow(10, 0.99), within(1e-6));
  }

  @Test
  @DisplayName("is drawn as often as its probabilities say, and never out of its ranks")
  void draws() {
    SplittableRandom random = new SplittableRandom(1);
    int[] counts = new int[RANKS + 1];
    int draws = 1_000_000;
    for (int i = 0; i < draws; i++) {
      counts[zipf.draw(random)]++; // an index out of bounds would be a rank that does not exist
    }

    assertThat(counts[0]).isZero();
    for (int rank : new int[] {1, 2, 3, 10, 100, RANKS}) {
      double expected = zipf.probability(rank) * draws;
      assertThat((double) counts[rank]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  @Test
  @DisplayName("over one rank is always that rank")
  void oneRank() {
    assertThat(new Zipf(1, 0.99).draw(new SplittableRandom(1))).isEqualTo(1);
  }
}
