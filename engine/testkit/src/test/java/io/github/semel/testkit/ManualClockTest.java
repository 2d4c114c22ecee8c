package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Micros;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManualClockTest {

  private final ManualClock clock = new ManualClock();

  @Test
  @DisplayName("a new clock stands at its start until it is moved")
  void standsStill() {
    assertThat(clock.instant()).isEqualTo(ManualClock.START);
    assertThat(clock.micros()).isEqualTo(Micros.of(ManualClock.START)).isEqualTo(clock.micros());
  }

  @Test
  @DisplayName("it moves by what it is told, and parts of a microsecond are rounded up")
  void moves() {
    assertThat(clock.advance(Duration.ofSeconds(2)))
        .isEqualTo(ManualClock.START.plusSeconds(2))
        .isEqualTo(clock.instant());
    assertThat(clock.advance(Duration.ofNanos(1))).isEqualTo(clock.instant());
    assertThat(clock.micros()).isEqualTo(Micros.of(ManualClock.START) + 2_000_001);
    assertThat(clock.advance(Duration.ZERO)).isEqualTo(clock.instant());
    assertThat(clock.micros()).isEqualTo(Micros.of(ManualClock.START) + 2_000_001);
  }

  @Test
  @DisplayName("it is never moved backwards")
  void neverBackwards() {
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("step must be zero or more, but is PT-0.000000001S");
    assertThat(clock.instant()).isEqualTo(ManualClock.START);
  }

  @Test
  @DisplayName("moves from many threads add up")
  void movesAddUp() throws InterruptedException {
    Race.run(4, 1_000, (thread, round) -> clock.advance(Duration.ofNanos(1_000)));

    assertThat(clock.micros()).isEqualTo(Micros.of(ManualClock.START) + 4_000);
  }
}
