package io.github.semel.compact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

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

  /**
   * In the table of digits: no lower-case hexadecimal digit. All its bits are set, so a number into
   * which it was shifted is negative, and stays so through the eleven digits that may follow it.
   */
  private static final byte NO_DIGIT = -1;

  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, NO_DIGIT);
    for (int digit = 0; digit < 16; digit++) {
      DIGITS[Character.forDigit(digit, 16)] = (byte) digit;
    }
  }

  private KeyCodec() {}

  // A UUID is read in three parts, each of which is negative where it is none; see isUuid.

  /** The first twelve digits of a UUID; negative for another key. */
  static long first(String key) {
    return key.length() == UUID_LENGTH
            && key.charAt(8) == '-'
            && key.charAt(13) == '-'
            && key.charAt(18) == '-'
            && key.charAt(23) == '-'
        ? digits(key, 9, 13, digits(key, 0, 8, 0))
        : -1;
  }

  /** The next eight digits, of a key of which {@link #first} was not negative. */
  static long middle(String key) {
    return digits(key, 19, 23, digits(key, 14, 18, 0));
  }

  /** The last twelve digits, of a key of which {@link #first} was not negative. */
  static long last(String key) {
    return digits(key, 24, UUID_LENGTH, 0);
  }

  private static long digits(String key, int from, int to, long before) {
    long number = before;
    for (int i = from; i < to; i++) {
      char c = key.charAt(i);
      number = (number << 4) | (c < DIGITS.length ? DIGITS[c] : NO_DIGIT);
    }
    return number;
  }

  /** Whether three parts are those of a UUID. */
  static boolean isUuid(long first, long middle, long last) {
    return (first | middle | last) >= 0;
  }

  /** The upper half of a UUID in parts. */
  static long high(long first, long middle) {
    return (first << 16) | (middle >>> 16);
  }

  /** The lower half of a UUID in parts. */
  static long low(long middle, long last) {
    return (middle << 48) | last;
  }

  static String uuid(long high, long low) {
    return new UUID(high, low).toString();
  }

  static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
