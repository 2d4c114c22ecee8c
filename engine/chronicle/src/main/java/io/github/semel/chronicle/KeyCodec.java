package io.github.semel.chronicle;

import io.github.semel.Limits;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Turns idempotency keys into the 16 bytes of a {@link MapKey}, with a secret of the file's. A
 * canonical UUID, in lower case, is permuted: nothing is lost, and its text need not be kept. Any
 * other key is digested, and its text is kept in the record, so that two keys with one digest are
 * told apart. Immutable.
 */
final class KeyCodec {

  private static final int UUID_LENGTH = 36;

  /** Four rounds make a permutation that cannot be told from chance (Luby and Rackoff, 1988). */
  private static final int ROUNDS = 4;

  private final SipHash hash;

  KeyCodec(SipHash hash) {
    this.hash = hash;
  }

  /** Encodes {@code key}, which keeps within its limits, into {@code target}. */
  void encode(String key, EncodedKey target) {
    if (key.length() == UUID_LENGTH && uuid(key, target.mapKey)) {
      target.canonicalUuid();
      permute(target.mapKey);
      return;
    }
    target.text(key);
    hash.hash(target.text, target.length, target.mapKey);
  }

  /** The UUID behind a permuted key. */
  String uuid(long first, long second) {
    long left = first;
    long right = second;
    for (int round = ROUNDS - 1; round >= 0; round--) {
      long before = right ^ hash.hash(left, round);
      right = left;
      left = before;
    }
    return new UUID(left, right).toString();
  }

  /** A Feistel network over the halves of the UUID. */
  private void permute(MapKey key) {
    long left = key.first();
    long right = key.second();
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = left ^ hash.hash(right, round);
      left = right;
      right = mixed;
    }
    key.set(left, right);
  }

  /** Reads 8-4-4-4-12 hexadecimal digits in lower case; false for any other text. */
  private static boolean uuid(String text, MapKey target) {
    long first = 0;
    long second = 0;
    int digits = 0;
    for (int i = 0; i < UUID_LENGTH; i++) {
      char character = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (character != '-') {
          return false;
        }
        continue;
      }
      int digit;
      if (character >= '0' && character <= '9') {
        digit = character - '0';
      } else if (character >= 'a' && character <= 'f') {
        digit = character - 'a' + 10;
      } else {
        return false;
      }
      if (digits++ < 16) {
        first = (first << 4) | digit;
      } else {
        second = (second << 4) | digit;
      }
    }
    target.set(first, second);
    return true;
  }

  /** A key as the map and the record have it. One a thread, used again for each call. */
  static final class EncodedKey {

    final MapKey mapKey = new MapKey();

    /** UTF-8, from the start; not used for a canonical UUID. */
    byte[] text = new byte[64];

    /** How much of {@link #text} is the key; 0 for a canonical UUID. */
    int length;

    private void canonicalUuid() {
      length = 0;
    }

    private void text(String key) {
      int characters = key.length();
      ensure(characters);
      for (int i = 0; i < characters; i++) {
        char character = key.charAt(i);
        if (character >= 0x80) {
          byte[] encoded = key.getBytes(StandardCharsets.UTF_8);
          ensure(encoded.length);
          System.arraycopy(encoded, 0, text, 0, encoded.length);
          length = encoded.length;
          return;
        }
        text[i] = (byte) character;
      }
      length = characters;
    }

    private void ensure(int length) {
      if (text.length < length) {
        text = new byte[Limits.MAX_KEY_BYTES];
      }
    }
  }
}
