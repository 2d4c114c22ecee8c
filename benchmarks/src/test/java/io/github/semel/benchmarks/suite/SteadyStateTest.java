package io.github.semel.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.benchmarks.contender.Contender;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The steady state")
class SteadyStateTest {

  private static final int LIVE = 50_000;
  private static final Duration REAL_TTL = Duration.ofMillis(10);

  @ParameterizedTest
  @ValueSource(
      strings = {"heap:", "compact:", "map", "caffeine", "guava", "camel", "spring-integration"})
  @DisplayName("keeps the number of entries near what is live, round after round of the keys")
  void staysBounded(String store) {
    try (SteadyState state = new SteadyState(store, LIVE, REAL_TTL)) {
      state.fill(5, 1);

      assertThatCode(() -> state.verify(0)).doesNotThrowAnyException();
      assertThat(state.submitFresh(new SteadyState.Cursor())).isSameAs(Contender.CLAIMED);
    }
  }

  @Test
  @DisplayName("that was not reached fails the trial")
  void refusesTooFewEntries() {
    try (SteadyState state = new SteadyState("heap:", LIVE, REAL_TTL)) {
      state.fill(0.4, 1);

      assertThatThrownBy(() -> state.verify(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not about 50,000");
    }
  }

  @Test
  @DisplayName("in which fresh keys were taken fails the trial")
  void refusesTakenKeys() {
    try (SteadyState state = new SteadyState("heap:", LIVE, REAL_TTL)) {
      state.fill(1.25, 1);

      assertThatThrownBy(() -> state.verify(10_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("fresh keys already");
    }
  }
}
