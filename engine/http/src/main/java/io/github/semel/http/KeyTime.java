package io.github.semel.http;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The time that some keys carry. */
final class KeyTime {

  private static final Pattern UUID_7 =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-7\\p{XDigit}{3}-[89abAB]\\p{XDigit}{3}-\\p{XDigit}{12}");
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern ULID =
      Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}", Pattern.CASE_INSENSITIVE);
  private static final int ULID_TIME = 10;

  private KeyTime() {}

  /** When the key was made, to the millisecond, if it is a UUID of version 7 or a ULID. */
  static Optional<Instant> of(String key) {
    if (UUID_7.matcher(key).matches()) {
      return Optional.of(
          Instant.ofEpochMilli(UUID.fromString(key).getMostSignificantBits() >>> 16));
    }
    if (ULID.matcher(key).matches()) {
      long millis = 0;
      for (int i = 0; i < ULID_TIME; i++) {
        millis = millis << 5 | CROCKFORD.indexOf(Character.toUpperCase(key.charAt(i)));
      }
      return Optional.of(Instant.ofEpochMilli(millis));
    }
    return Optional.empty();
  }
}
