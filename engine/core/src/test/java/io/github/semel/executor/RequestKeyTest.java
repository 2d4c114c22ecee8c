package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.Fingerprint;
import io.github.semel.InvalidArgumentException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestKeyTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  @Test
  @DisplayName("request ids of different clients never meet")
  void requestIds() {
    RequestKey key = RequestKey.ofRequestId("acme", "42", Fingerprint.of("x"));
    assertThat(key.key()).isEqualTo("4:acme:42");
    assertThat(key.window()).isEmpty();
    assertThat(RequestKey.ofRequestId("a:b", "c", Fingerprint.NONE))
        .isNotEqualTo(RequestKey.ofRequestId("a", "b:c", Fingerprint.NONE));
  }

  @Test
  @DisplayName("content is the same for the same client, operation and bytes alone")
  void content() {
    RequestKey key = RequestKey.ofContent("acme", "pay", new byte[] {1, 2}, WINDOW);
    assertThat(RequestKey.ofContent("acme", "pay", new byte[] {1, 2}, WINDOW)).isEqualTo(key);
    assertThat(RequestKey.ofContent("acme", "pay", new byte[] {1, 3}, WINDOW).key())
        .isNotEqualTo(key.key());
    assertThat(RequestKey.ofContent("acme", "refund", new byte[] {1, 2}, WINDOW).key())
        .isNotEqualTo(key.key());
    assertThat(RequestKey.ofContent("other", "pay", new byte[] {1, 2}, WINDOW).key())
        .isNotEqualTo(key.key());
    assertThat(key.window()).contains(WINDOW);
    assertThat(key.key()).matches("content:[0-9a-f]{32}");
    // Two digests with nothing in common: what collides in one is caught by the other.
    assertThat(key.key()).doesNotContain(key.fingerprint().toString());
  }

  @Test
  @DisplayName("similar requests have the same fields, in any order")
  void similar() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("amount", "10");
    fields.put("payee", "bob");
    Map<String, String> reversed = new LinkedHashMap<>();
    reversed.put("payee", "bob");
    reversed.put("amount", "10");
    RequestKey key = RequestKey.ofSimilar("acme", "pay", fields, WINDOW);
    assertThat(RequestKey.ofSimilar("acme", "pay", reversed, WINDOW)).isEqualTo(key);
    assertThat(RequestKey.ofSimilar("acme", "pay", Map.of("amount", "10"), WINDOW).key())
        .isNotEqualTo(key.key());
    assertThat(
            RequestKey.ofSimilar("acme", "pay", Map.of("amount", "10payee", "bob", ""), WINDOW)
                .key())
        .isNotEqualTo(key.key());
  }

  @Test
  @DisplayName("missing parts are refused by name")
  void missing() {
    Map<String, String> nameless = new HashMap<>();
    nameless.put(null, "1");
    nameless.put("a", "2");
    assertThatThrownBy(() -> RequestKey.ofSimilar("acme", "pay", nameless, WINDOW))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("name of a field must be");
    Map<String, String> fields = new HashMap<>();
    fields.put("amount", null);
    assertThatThrownBy(() -> RequestKey.ofSimilar("acme", "pay", fields, WINDOW))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("field amount must be");
    assertThatThrownBy(() -> RequestKey.ofContent("acme", "pay", null, WINDOW))
        .hasMessageStartingWith("content must be");
    assertThatThrownBy(() -> RequestKey.ofContent(null, "pay", new byte[0], WINDOW))
        .hasMessageStartingWith("client must be");
    assertThatThrownBy(() -> RequestKey.ofContent("acme", "pay", new byte[0], Duration.ZERO))
        .hasMessageStartingWith("ttl must be");
    assertThatThrownBy(() -> RequestKey.ofRequestId("", "1", Fingerprint.NONE))
        .hasMessageStartingWith("key must be");
  }
}
