package io.github.semel.http;

import io.github.semel.Limits;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which keys are taken. Publish it to the clients. Safe for any thread. */
@FunctionalInterface
public interface KeyFormat {

  /** The longest key that may be allowed, in characters. */
  int MAX_LENGTH = 512;

  /** What is wrong with a key, as the rest of a sentence about it; empty where nothing is. */
  Optional<String> objection(String key);

  /**
   * Keys of any printable ASCII.
   *
   * @param min 1 at least; short keys can be guessed
   * @param max {@link #MAX_LENGTH} at most
   */
  static KeyFormat length(int min, int max) {
    Limits.requireRange("min", min, 1, max);
    Limits.requireRange("max", max, min, MAX_LENGTH);
    return key ->
        key.length() >= min && key.length() <= max
            ? Optional.empty()
            : Optional.of(
                "has " + key.length() + " characters; it must have " + min + " to " + max);
  }

  /** UUIDs of any version, in their usual form. */
  static KeyFormat uuid() {
    Pattern uuid = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    return key ->
        uuid.matcher(key).matches()
            ? Optional.empty()
            : Optional.of("is not a UUID; it must be one");
  }
}
