package io.github.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

@DisplayName("A quantity on the command line")
class QuantityTest {

  @Test
  @DisplayName("is read with its unit")
  void units() {
    assertThat(new Quantity.Bytes().convert("512B")).isEqualTo(512);
    assertThat(new Quantity.Bytes().convert("16KiB")).isEqualTo(16_384);
    assertThat(new Quantity.Bytes().convert("1.5GB")).isEqualTo(1_500_000_000);
    assertThat(new Quantity.Time().convert("24h")).isEqualTo(Duration.ofHours(24));
    assertThat(new Quantity.Time().convert("250us")).isEqualTo(Duration.ofNanos(250_000));
    assertThat(new Quantity.Part().convert("5%")).isEqualTo(0.05);
  }

  @Test
  @DisplayName("is refused without one, with the form that is taken")
  void refused() {
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new Quantity.Bytes().convert("512"))
        .withMessageContaining("512B, 16KiB or 8GB");
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new Quantity.Part().convert("five"));
  }
}
