package io.github.semel.compact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys as bits, without loss. A key that is a UUID as {@link UUID#toString} writes it, lower case
 * and all, is 128 bits; any other is its UTF-8, that is: also a UUID in upper case, which is
 * another key.
 *
 * <p>A key goes through the store as {@code text, high, low, hash} rather than as one object,
 * because that object would be allocated for each claim. For a UUID {@code text} is null and {@code
 * high} and {@code low} are its bits; for any other key they are 0 and the hash.
 */
final class KeyCodec {

  private static final int UUID_LENGTH = 36;

  /** In the table of digits: no lower-case hexadecimal digit. */
  private static final byte NO_DIGIT = -1;

  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, NO_DIGIT);
    for (int digit = 0; digit < 16; digit++) {
      DIGITS[Character.forDigit(digit, 16)] = (byte) digit;
    }
  }

  private KeyCodec() {}

  /** The UTF-8 of a key that is no UUID; null for one that is. */
  static byte @Nullable [] text(String key) {
    return isUuid(key) ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  static boolean isUuid(String key) {
    if (key.length() != UUID_LENGTH
        || key.charAt(8) != '-'
        || key.charAt(13) != '-'
        || key.charAt(18) != '-'
        || key.charAt(23) != '-') {
      return false;
    }
    // Negative as soon as one is no digit.
    int all =
        digits(key, 0, 8)
            | digits(key, 9, 13)
            | digits(key, 14, 18)
            | digits(key, 19, 23)
            | digits(key, 24, UUID_LENGTH);
    return all >= 0;
  }

  private static int digits(String key, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      char c = key.charAt(i);
      all |= c < DIGITS.length ? DIGITS[c] : NO_DIGIT;
    }
    return all;
  }

  /** The upper 64 bits of a key that is a UUID. */
  static long high(String uuid) {
    return (number(uuid, 0, 8) << 32) | (number(uuid, 9, 13) << 16) | number(uuid, 14, 18);
  }

  /** The lower 64 bits of a key that is a UUID. */
  static long low(String uuid) {
    return (number(uuid, 19, 23) << 48) | number(uuid, 24, UUID_LENGTH);
  }

  private static long number(String key, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = (number << 4) | DIGITS[key.charAt(i)];
    }
    return number;
  }

  static String uuid(long high, long low) {
    return new UUID(high, low).toString();
  }

  static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
