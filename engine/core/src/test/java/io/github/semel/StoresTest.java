package io.github.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {

  private static final ClaimTerms TERMS =
      ClaimTerms.of(Duration.ofSeconds(1), Duration.ofSeconds(10));

  @ParameterizedTest
  @DisplayName("a store is opened by its URI, in every form that names it")
  @ValueSource(
      strings = {
        "heap:",
        "heap:/",
        "HEAP:",
        "heap:?maxEntries=5",
        "heap:/?maxEntries=5&maxOutcomeBytes=1"
      })
  void opens(String uri) {
    try (IdempotencyStore store = Stores.open(uri)) {
      assertThat(store.claim("k", Fingerprint.NONE, TERMS)).isInstanceOf(Ticket.class);
      assertThat(store.stats().maxEntries())
          .isEqualTo(uri.contains("maxEntries") ? OptionalLong.of(5) : OptionalLong.empty());
      assertThat(store.maxOutcomeBytes()).isEqualTo(uri.contains("Bytes") ? 1 : 1 << 20);
    }
  }

  @ParameterizedTest
  @DisplayName(
      "a URI that names no store, or a wrong parameter, is refused by what is wrong with it")
  @ValueSource(
      strings = {
        "",
        "heap",
        "nowhere:",
        "heap:?maxEntries=0",
        "heap:?maxEntries=many",
        "heap:?maxEntries=",
        "heap:?maxEntries",
        "heap:?max=1",
        "heap:?maxEntries=1&maxEntries=1",
        "heap: ?",
        "heap:somewhere?maxEntries=1",
        "heap://host",
        "heap:/#fragment",
        "heap:?maxOutcomeBytes=-1"
      })
  void refuses(String uri) {
    assertThatThrownBy(() -> Stores.open(uri))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(" must be ");
  }

  @ParameterizedTest
  @DisplayName("a number is digits alone, and one that no long holds is out of bounds like any")
  @CsvSource({
    "0, 1 to 9223372036854775806",
    "-1, 1 to 9223372036854775806",
    "9223372036854775807, 1 to 9223372036854775806",
    "99999999999999999999, 1 to 9223372036854775806",
    "-99999999999999999999, 1 to 9223372036854775806",
    "many, a whole number of 1 to 9223372036854775806",
    "-, a whole number of 1 to 9223372036854775806",
    "%2B5, a whole number of 1 to 9223372036854775806",
    "+5, a whole number of 1 to 9223372036854775806",
    "٣, a whole number of 1 to 9223372036854775806",
    "5@h, free of @"
  })
  void numbers(String value, String bound) {
    assertThatThrownBy(() -> Stores.open("heap:?maxEntries=" + value))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(" must be " + bound);
  }

  @ParameterizedTest
  @DisplayName("a URI that is wrong is refused without what may be its password, in causes too")
  @ValueSource(
      strings = {
        "nowhere://u:s3cret@h",
        "nowhere://u:s3cret",
        "nowhere:u:s3cret@h",
        "heap://u:s3cret@h",
        "heap://u:s3cret@h?max=1",
        "heap://u:s3cret/x@h?maxEntries=many",
        "heap://u:s3cret^x@h",
        "heap:/#s3cret@h",
        "heap:?maxEntries=s3cret@h",
        "compact://u:s3cret@h",
        "//u:s3cret@h",
        ":s3cret@h",
        "s3cret@h"
      })
  void secrets(String uri) {
    assertThatThrownBy(() -> Stores.open(uri))
        .isInstanceOfSatisfying(
            InvalidArgumentException.class,
            refused -> assertThat(Throwables.getStackTrace(refused)).doesNotContain("s3cret"));
  }

  @Test
  @DisplayName("the refusal of what is no URI says where and why, and shows the scheme")
  void syntax() {
    assertThatThrownBy(() -> Stores.open("redis://a/b^c"))
        .hasMessageContaining("at index 11")
        .hasMessageContaining("Illegal character")
        .hasMessageEndingWith("but is \"redis:…\"")
        .hasNoCause();
  }

  @Test
  @DisplayName("the refusal of an unknown scheme lists those that are known")
  void listsSchemes() {
    assertThatThrownBy(() -> Stores.open("heep:"))
        .hasMessageContaining("[compact, heap]")
        .hasMessageEndingWith("but is \"heep:…\"");
    assertThatThrownBy(() -> Stores.open("heap")).hasMessageEndingWith("but is \"heap\"");
  }

  @Test
  @DisplayName("a store opened in a context goes by its clock and reports to its listener")
  void context() {
    long[] now = {1_000_000};
    StringBuilder heard = new StringBuilder();
    StoreListener listener =
        new StoreListener() {
          @Override
          public void claimed(String key, ClaimResult result, Duration took) {
            heard.append(key);
          }
        };
    assertThat(Stores.provider("heap:").takesClock()).isTrue();
    try (IdempotencyStore store = Stores.open("heap:", new StoreContext(() -> now[0], listener))) {
      assertThat(store.claim("k", Fingerprint.NONE, TERMS)).isInstanceOf(Ticket.class);
      now[0] += 1_000_000;
      assertThat(store.claim("k", Fingerprint.NONE, TERMS))
          .isInstanceOfSatisfying(Ticket.class, ticket -> assertThat(ticket.inDoubt()).isTrue());
      assertThat(heard).hasToString("kk");
    }
  }
}
