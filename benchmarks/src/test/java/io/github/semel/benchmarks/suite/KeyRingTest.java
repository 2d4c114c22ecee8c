package io.github.semel.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ring of keys")
class KeyRingTest {

  private final KeyRing ring = KeyRing.random(1_000, 1);

  @Test
  @DisplayName("has as many keys as asked for, rounded up to a power of two")
  void size() {
    assertThat(ring.size()).isEqualTo(1_024);
    assertThat(KeyRing.random(1_024, 1).size()).isEqualTo(1_024);
    assertThat(KeyRing.random(1_025, 1).size()).isEqualTo(2_048);
    assertThat(KeyRing.random(1, 1).size()).isEqualTo(1);
  }

  @Test
  @DisplayName("has random UUIDs of 36 characters, all different")
  void keys() {
    Set<String> keys = keysOf(ring);

    assertThat(keys).hasSize(ring.size()).allMatch(key -> key.length() == 36);
    assertThat(keys).allMatch(key -> UUID.fromString(key).version() == 4);
    assertThat(keys).allMatch(key -> UUID.fromString(key).variant() == 2);
  }

  @Test
  @DisplayName("comes round, also from below zero")
  void round() {
    assertThat(ring.key(1_024)).isSameAs(ring.key(0));
    assertThat(ring.key((1L << 40) + 5)).isSameAs(ring.key(5));
    assertThat(ring.key(-1)).isSameAs(ring.key(1_023));
    assertThat(ring.fingerprint(-1)).isSameAs(ring.fingerprint(1_023));
  }

  @Test
  @DisplayName("is the same for the same seed, in objects of its own")
  void seed() {
    assertThat(KeyRing.random(1_000, 1).key(7)).isEqualTo(ring.key(7)).isNotSameAs(ring.key(7));
    assertThat(KeyRing.random(1_000, 2).key(7)).isNotEqualTo(ring.key(7));
  }

  @Test
  @DisplayName("is copied with the same keys and fingerprints as other objects")
  void copies() {
    KeyRing copy = ring.copy();
    KeyRing shuffled = ring.shuffledCopy(3);

    assertThat(copy.key(7)).isEqualTo(ring.key(7)).isNotSameAs(ring.key(7));
    assertThat(copy.fingerprint(7)).isEqualTo(ring.fingerprint(7)).isNotSameAs(ring.fingerprint(7));
    assertThat(keysOf(shuffled)).isEqualTo(keysOf(ring));
    int moved = 0;
    for (int i = 0; i < ring.size(); i++) {
      if (!shuffled.key(i).equals(ring.key(i))) {
        moved++;
      }
    }
    assertThat(moved).isGreaterThan(1_000);
  }

  @Test
  @DisplayName("keeps each key with its fingerprint when it is shuffled")
  void pairs() {
    KeyRing shuffled = ring.shuffledCopy(3);
    for (int i = 0; i < ring.size(); i++) {
      String key = ring.key(i);
      for (int j = 0; j < ring.size(); j++) {
        if (shuffled.key(j).equals(key)) {
          assertThat(shuffled.fingerprint(j)).isEqualTo(ring.fingerprint(i));
        }
      }
    }
  }

  private static Set<String> keysOf(KeyRing ring) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < ring.size(); i++) {
      keys.add(ring.key(i));
    }
    return keys;
  }
}
