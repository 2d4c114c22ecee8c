package io.github.semel.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {

  @Test
  @DisplayName("a UUID in lower case is its bits, and comes back from them")
  void uuid() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      UUID uuid = new UUID(random.nextLong() >>> i % 64, random.nextLong() << i % 64);
      String key = uuid.toString();
      Key packed = Key.of(key, KeyHash.random());
      assertThat(packed.text()).isNull();
      assertThat(packed.high()).isEqualTo(uuid.getMostSignificantBits());
      assertThat(packed.low()).isEqualTo(uuid.getLeastSignificantBits());
      assertThat(KeyCodec.uuid(packed.high(), packed.low())).isEqualTo(key);
    }
  }

  @ParameterizedTest
  @DisplayName("whatever would not come back as it was is no UUID")
  @ValueSource(
      strings = {
        "123E4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-42661417400",
        "123e4567-e89b-12d3-a456-4266141740000",
        "123e4567+e89b-12d3-a456-426614174000",
        "123e4567-e89b+12d3-a456-426614174000",
        "123e4567-e89b-12d3+a456-426614174000",
        "123e4567-e89b-12d3-a456+426614174000",
        "g23e4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567-e89b-12d3-a456-42661417400/",
        "123e4567-e89b-12d3-a456-42661417400:",
        "123e4567-e89b-12d3-a456-42661417400`",
        "123e4567-e89b-12d3-a456-42661417400١",
        "{23e4567-e89b-12d3-a456-42661417400}",
        "123e4567e-89b-12d3-a456-426614174000"
      })
  void noUuid(String key) {
    byte[] text = Key.of(key, KeyHash.random()).text();
    assertThat(text).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
    assertThat(KeyCodec.text(text, 0, text.length)).isEqualTo(key);
  }

  @Test
  @DisplayName("the hash is SipHash-1-3: other implementations give the same")
  void sipHash() {
    KeyHash zero = new KeyHash(0, 0);
    assertThat(zero.of(new byte[0])).isEqualTo(0xd1fba762150c532cL);
    // The same bytes as two words and as an array.
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      KeyHash hash = new KeyHash(random.nextLong(), random.nextLong());
      assertThat(hash.of(Words.getLong(bytes, 0), Words.getLong(bytes, 8)))
          .isEqualTo(hash.of(bytes));
    }
  }

  @Test
  @DisplayName("every byte of a key and its length count in the hash")
  void everyByteCounts() {
    KeyHash hash = KeyHash.random();
    Set<Long> hashes = new HashSet<>();
    int keys = 0;
    for (int length = 0; length <= 40; length++) {
      byte[] bytes = new byte[length];
      hashes.add(hash.of(bytes));
      keys++;
      for (int i = 0; i < length; i++) {
        bytes[i] = 1;
        hashes.add(hash.of(bytes));
        keys++;
        bytes[i] = 0;
      }
    }
    assertThat(hashes).hasSize(keys);
  }

  @Test
  @DisplayName("keys that meet under one secret do not meet under another")
  void seeded() {
    KeyHash one = new KeyHash(1, 2);
    KeyHash other = new KeyHash(3, 4);
    int met = 0;
    int metAgain = 0;
    for (long i = 0; met < 1_000; i++) {
      // Into the first of 128 stripes.
      if ((one.of(i, 7) & 127) == 0) {
        met++;
        metAgain += (other.of(i, 7) & 127) == 0 ? 1 : 0;
      }
    }
    // 7.8 expected; 40 would be 11 standard deviations off.
    assertThat(metAgain).isLessThan(40);
  }
}
