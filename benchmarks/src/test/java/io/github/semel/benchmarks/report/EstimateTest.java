package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An estimate")
class EstimateTest {

  @Test
  @DisplayName("has the mean and the 99.9% error that Student's t gives")
  void fromSamples() {
    Estimate estimate = Estimate.of(1, 2, 3, 4);

    // t(0.9995, 3 degrees) = 12.924, standard error = sqrt(5/3) / 2
    assertThat(estimate.mean()).isEqualTo(2.5);
    assertThat(estimate.error()).isCloseTo(12.924 * Math.sqrt(5.0 / 3) / 2, within(0.001));
  }

  @Test
  @DisplayName("divided by another adds their relative errors in squares")
  void ratio() {
    Estimate ratio = new Estimate(6, 0.3).dividedBy(new Estimate(3, 0.36));

    // 5% and 12% make 13%
    assertThat(ratio.mean()).isEqualTo(2);
    assertThat(ratio.error()).isCloseTo(0.26, within(1e-12));
  }

  @Test
  @DisplayName("shows as many decimals as asked for, and an error that is not known")
  void format() {
    assertThat(new Estimate(1.25, 0.5).format(2)).isEqualTo("1.25 ± 0.50");
    assertThat(Estimate.of(1.25).format(1)).isEqualTo("1.3 ± ?");
  }
}
