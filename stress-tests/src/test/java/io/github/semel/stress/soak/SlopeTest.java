package io.github.semel.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.semel.stress.soak.Slope.Point;
import io.github.semel.stress.soak.Slope.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlopeTest {

  private static final double MEGABYTE = 1_000_000;

  private static Slope of(int count, IntToDoubleFunction value) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new Point(10 * i, value.applyAsDouble(i)));
    }
    return Slope.of(points);
  }

  @Test
  @DisplayName("a straight line has its change and no error")
  void line() {
    Slope slope = of(11, i -> 100 * MEGABYTE + i * MEGABYTE);
    assertThat(slope.change()).isCloseTo(10 * MEGABYTE, within(1e-3));
    assertThat(slope.error()).isCloseTo(0, within(1e-3));
    assertThat(slope.mean()).isCloseTo(105 * MEGABYTE, within(1e-3));
    assertThat(slope.verdict(2)).isEqualTo(Verdict.GROWING);
    assertThat(slope.verdict(10)).isEqualTo(Verdict.FLAT);
  }

  @Test
  @DisplayName("the error is that of the textbook")
  void error() {
    // 0, 1, 0, 1, … about a line: worked out with another program.
    Slope slope = of(10, i -> i % 2);
    assertThat(slope.change()).isCloseTo(9 * 0.030303, within(1e-4));
    assertThat(slope.error()).isCloseTo(1.96 * 9 * 0.060606, within(1e-3));
  }

  @Test
  @DisplayName("noise alone is flat, and noise on a slope is not")
  void noise() {
    Random random = new Random(1);
    assertThat(of(200, i -> 100 * MEGABYTE + random.nextGaussian() * MEGABYTE).verdict(2))
        .isEqualTo(Verdict.FLAT);
    assertThat(
            of(200, i -> 100 * MEGABYTE + i * MEGABYTE / 20 + random.nextGaussian() * MEGABYTE)
                .verdict(2))
        .isEqualTo(Verdict.GROWING);
    assertThat(of(10, i -> 100 * MEGABYTE + random.nextGaussian() * 20 * MEGABYTE).verdict(2))
        .isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  @DisplayName("what shrinks does not grow")
  void shrinking() {
    assertThat(of(20, i -> 100 * MEGABYTE - i * MEGABYTE).verdict(2)).isEqualTo(Verdict.FLAT);
  }

  @Test
  @DisplayName("too few measurements say nothing")
  void few() {
    assertThatThrownBy(() -> of(9, i -> i))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10");
  }
}
