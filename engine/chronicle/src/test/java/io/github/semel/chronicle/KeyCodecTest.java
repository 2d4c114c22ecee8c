package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.chronicle.KeyCodec.EncodedKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {

  private final KeyCodec codec = new KeyCodec(new SipHash(1, 2));

  private EncodedKey encoded(String key) {
    EncodedKey encoded = new EncodedKey();
    codec.encode(key, encoded);
    return encoded;
  }

  @Test
  @DisplayName("a canonical UUID comes back from its 16 bytes alone")
  void uuidIsLossless() {
    for (int i = 0; i < 1_000; i++) {
      String uuid = UUID.randomUUID().toString();
      EncodedKey encoded = encoded(uuid);
      assertThat(encoded.length).isZero();
      assertThat(codec.uuid(encoded.mapKey.first(), encoded.mapKey.second())).isEqualTo(uuid);
    }
  }

  @ParameterizedTest
  @DisplayName("what only looks like a canonical UUID is kept as text")
  @ValueSource(
      strings = {
        "123E4567-e89b-12d3-a456-426614174000",
        "123e4567xe89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567-e89b-12d3-a456-4266141740000",
        "order-17",
        "Bestellung äöü 漢字 🙂"
      })
  void othersAreText(String key) {
    EncodedKey encoded = encoded(key);
    assertThat(Arrays.copyOf(encoded.text, encoded.length))
        .isEqualTo(key.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("one encoder is used for long and short keys in turn")
  void encoderIsReused() {
    EncodedKey encoded = new EncodedKey();
    for (String key : new String[] {"é".repeat(512), "a", "x".repeat(1_024), "b", "é"}) {
      codec.encode(key, encoded);
      assertThat(new String(encoded.text, 0, encoded.length, StandardCharsets.UTF_8))
          .isEqualTo(key);
    }
  }

  @Test
  @DisplayName("keys that differ little fall everywhere, and elsewhere under another secret")
  void keysSpread() {
    Set<Long> first = new HashSet<>();
    Set<Long> others = new HashSet<>();
    KeyCodec other = new KeyCodec(new SipHash(1, 3));
    EncodedKey encoded = new EncodedKey();
    for (int i = 0; i < 4_096; i++) {
      // A client that chooses its UUIDs would have them fall together.
      String key = new UUID(0, i).toString();
      codec.encode(key, encoded);
      first.add(encoded.mapKey.first() >>> 56);
      long here = encoded.mapKey.first();
      other.encode(key, encoded);
      others.add(here ^ encoded.mapKey.first());
    }
    assertThat(first).hasSize(256);
    assertThat(others).hasSizeGreaterThan(4_000);
  }
}
