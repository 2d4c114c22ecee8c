package io.github.semel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** The least, or the greatest, that chance can give. */
  private record Chance(boolean greatest) implements RandomGenerator {

    @Override
    public long nextLong() {
      throw new AssertionError("only bounded numbers are drawn");
    }

    @Override
    public long nextLong(long bound) {
      return greatest ? bound - 1 : 0;
    }

    @Override
    public long nextLong(long origin, long bound) {
      return greatest ? bound - 1 : origin;
    }
  }

  private static List<Long> millis(Backoff backoff, RandomGenerator random, int retries) {
    List<Long> waits = new ArrayList<>();
    Duration previous = Duration.ZERO;
    for (int i = 0; i < retries; i++) {
      previous = backoff.delay(i, previous, random);
      waits.add(previous.toMillis());
    }
    return waits;
  }

  @Test
  @DisplayName("standard: 100 ms doubling up to 10 s, and up to 100 ms on top")
  void standard() {
    assertThat(millis(Backoff.standard(), new Chance(false), 9))
        .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    assertThat(millis(Backoff.standard(), new Chance(true), 9))
        .containsExactly(200L, 300L, 500L, 900L, 1_700L, 3_300L, 6_500L, 10_100L, 10_100L);
    assertThat(Backoff.standard().delay(1_000_000, Duration.ZERO, new Chance(false)))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("fixed: the same each time")
  void fixed() {
    assertThat(millis(Backoff.fixed(Duration.ofMillis(250)), new Chance(true), 3))
        .containsExactly(250L, 250L, 250L);
  }

  @Test
  @DisplayName("decorrelated: between the base and three times the wait before, under the cap")
  void decorrelated() {
    Backoff backoff = Backoff.decorrelated(Duration.ofMillis(100), Duration.ofSeconds(2));
    assertThat(millis(backoff, new Chance(false), 3)).containsExactly(100L, 100L, 100L);
    assertThat(millis(backoff, new Chance(true), 5))
        .containsExactly(100L, 300L, 900L, 2_000L, 2_000L);
    assertThat(millis(backoff, new Random(7), 1_000))
        .allMatch(wait -> wait >= 100 && wait <= 2_000);
  }

  @Test
  @DisplayName("bad arguments are refused by name")
  void bounds() {
    assertThatThrownBy(() -> Backoff.fixed(Duration.ofNanos(-1))).hasMessageContaining("wait");
    assertThatThrownBy(() -> Backoff.decorrelated(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("cap");
    assertThatThrownBy(
            () ->
                Backoff.exponential(
                    Duration.ofSeconds(1), Backoff.MAX_WAIT.plusNanos(1), Duration.ZERO))
        .hasMessageContaining("cap");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "120 | PT2M",
        "99999999999999999999 | PT24H",
        "Thu, 01 Jan 2026 00:00:30 GMT | PT30S",
        "Wed, 31 Dec 2025 23:59:59 GMT | PT0S",
        "Fri, 01 Jan 2027 00:00:00 GMT | PT24H"
      })
  @DisplayName("Retry-After in both forms")
  void retryAfter(String value, Duration expected) {
    assertThat(RetryAfter.parse(value, NOW)).hasValue(expected);
  }

  @ParameterizedTest(name = "<{0}>")
  @ValueSource(strings = {"", "soon", "-1", "1.5", "١"})
  @DisplayName("Retry-After that cannot be read says nothing")
  void retryAfterUnreadable(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }
}
