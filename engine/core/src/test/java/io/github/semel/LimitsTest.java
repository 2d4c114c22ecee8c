package io.github.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  @Test
  @DisplayName("a key may have 1,024 bytes of UTF-8, whatever its characters take")
  void longestKeys() {
    for (String key :
        new String[] {"a".repeat(1_024), "é".repeat(512), "€".repeat(341), "😀".repeat(256)}) {
      assertThat(Limits.requireKey(key)).isSameAs(key);
      assertThatThrownBy(() -> Limits.requireKey(key + "aa"))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("key")
          .hasMessageContaining("1 to 1024 bytes")
          .hasMessageContaining(key.substring(0, 20));
    }
  }

  @ParameterizedTest
  @DisplayName("a key with half of a surrogate pair is refused: it has no UTF-8")
  @ValueSource(strings = {"\uD83D", "a\uD83Db", "a\uDE00", "\uDE00\uD83D"})
  void unpairedSurrogates(String key) {
    assertThatThrownBy(() -> Limits.requireKey(key))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  @DisplayName("a refused key of a million characters makes a short message")
  void shortMessages() {
    assertThatThrownBy(() -> Limits.requireKey("k".repeat(1_000_000)))
        .message()
        .hasSizeLessThan(300)
        .contains("1000000 bytes");
  }

  @Test
  @DisplayName("a missing key, label, lease and ttl are refused by name")
  void missing() {
    assertThatThrownBy(() -> Limits.requireKey(null)).hasMessageStartingWith("key must be");
    assertThatThrownBy(() -> Limits.requireKey(""))
        .hasMessage("key must be 1 to 1024 bytes of UTF-8, but is \"\"");
    assertThatThrownBy(() -> Limits.requireLabel("")).hasMessageStartingWith("label must be");
    assertThatThrownBy(() -> Limits.requireLease(null))
        .hasMessage("lease must be not null, but is null");
    assertThatThrownBy(() -> Limits.requireTtl(null))
        .hasMessage("ttl must be not null, but is null");
  }

  @Test
  @DisplayName("a lease and a ttl are positive and bounded, and the bounds are accepted")
  void durations() {
    assertThat(Limits.requireLease(Limits.MAX_LEASE)).isEqualTo(Duration.ofDays(366));
    assertThat(Limits.requireTtl(Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(1));
    for (Duration bad :
        new Duration[] {
          Duration.ZERO,
          Duration.ofNanos(-1),
          Limits.MAX_TTL.plusNanos(1),
          Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      assertThatThrownBy(() -> Limits.requireTtl(bad))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage("ttl must be positive and at most PT876600H, but is " + bad);
    }
  }

  @Test
  @DisplayName("an age is zero to what a pending record can reach")
  void ages() {
    Limits.requirePage(Limits.MAX_AGE, 1);
    for (Duration bad : new Duration[] {Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE)}) {
      assertThatThrownBy(() -> Limits.requirePage(bad, 1))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageStartingWith("olderThan must be zero to PT");
    }
  }

  @Test
  @DisplayName("a batch with a null item is refused by the item's place")
  void nullItems() {
    assertThatThrownBy(() -> Limits.requireItems("requests", Arrays.asList("a", null)))
        .hasMessage("requests[1] must be not null, but is null");
  }

  @Test
  @DisplayName("the argument can be asked of the exception")
  void argument() {
    assertThatThrownBy(() -> Limits.requireRange("limit", 0, 1, 9))
        .isInstanceOfSatisfying(
            InvalidArgumentException.class, e -> assertThat(e.argument()).isEqualTo("limit"))
        .hasMessage("limit must be 1 to 9, but is 0");
  }
}
