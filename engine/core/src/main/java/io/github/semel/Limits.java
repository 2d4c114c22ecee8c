package io.github.semel;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of everything that a caller hands to a store, and the checks that hold them. All bad
 * input is refused here, with an {@link InvalidArgumentException} that names the argument, its
 * value and the bound.
 *
 * <p>The types of this package check themselves when they are made. A store calls these methods for
 * the bare arguments of its operations, first thing.
 */
public final class Limits {

  /** The longest key, in bytes of UTF-8. */
  public static final int MAX_KEY_BYTES = 1_024;

  /** The longest label, in bytes of UTF-8. */
  public static final int MAX_LABEL_BYTES = 64;

  /** The longest lease: 366 days. */
  public static final Duration MAX_LEASE = Duration.ofDays(366);

  /** The longest time to live: 36,525 days, a hundred years. */
  public static final Duration MAX_TTL = Duration.ofDays(36_525);

  /** The greatest age of a pending record: the longest lease and the longest ttl after it. */
  public static final Duration MAX_AGE = MAX_LEASE.plus(MAX_TTL);

  /** The most records in one page of {@link IdempotencyStore#pending}. */
  public static final int MAX_PAGE = 10_000;

  /** How much of a refused value an error message shows, in characters. */
  private static final int SHOWN = 80;

  private Limits() {}

  /** Returns {@code key} if it is 1 to {@link #MAX_KEY_BYTES} bytes of well-formed text. */
  public static String requireKey(@Nullable String key) {
    return requireText("key", key, MAX_KEY_BYTES);
  }

  /** Returns {@code label} if it is 1 to {@link #MAX_LABEL_BYTES} bytes of well-formed text. */
  public static String requireLabel(@Nullable String label) {
    return requireText("label", label, MAX_LABEL_BYTES);
  }

  /** Returns {@code lease} if it is positive and at most {@link #MAX_LEASE}. */
  public static Duration requireLease(@Nullable Duration lease) {
    return requirePositive("lease", lease, MAX_LEASE);
  }

  /** Returns {@code ttl} if it is positive and at most {@link #MAX_TTL}. */
  public static Duration requireTtl(@Nullable Duration ttl) {
    return requirePositive("ttl", ttl, MAX_TTL);
  }

  /** Checks the arguments of {@link IdempotencyStore#pending}. */
  public static void requirePage(@Nullable Duration olderThan, int limit) {
    Duration age = requireNonNull("olderThan", olderThan);
    if (age.isNegative() || age.compareTo(MAX_AGE) > 0) {
      throw new InvalidArgumentException("olderThan", age, "zero to " + MAX_AGE);
    }
    requireRange("limit", limit, 1, MAX_PAGE);
  }

  /**
   * Checks an outcome against a store's limit.
   *
   * @throws OutcomeTooLargeException when it has more than {@code maxBytes} bytes
   */
  public static Outcome requireOutcome(String key, @Nullable Outcome outcome, int maxBytes) {
    Outcome checked = requireNonNull("outcome", outcome);
    if (checked.length() > maxBytes) {
      throw new OutcomeTooLargeException(key, checked.length(), maxBytes);
    }
    return checked;
  }

  /** Returns {@code value} if it is not null. */
  public static <T> T requireNonNull(String argument, @Nullable T value) {
    if (value == null) {
      throw new InvalidArgumentException(argument, null, "not null");
    }
    return value;
  }

  /** Returns {@code value} if it lies in {@code min} to {@code max}, both included. */
  public static long requireRange(String argument, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidArgumentException(argument, value, min + " to " + max);
    }
    return value;
  }

  /** Returns {@code duration} if it is positive and at most {@code max}. */
  public static Duration requirePositive(
      String argument, @Nullable Duration duration, Duration max) {
    Duration checked = requireNonNull(argument, duration);
    if (checked.isNegative() || checked.isZero() || checked.compareTo(max) > 0) {
      throw new InvalidArgumentException(argument, checked, "positive and at most " + max);
    }
    return checked;
  }

  /** Returns {@code items} if neither it nor any of its items is null. */
  public static <T> List<T> requireItems(String argument, @Nullable List<T> items) {
    List<T> checked = requireNonNull(argument, items);
    for (int i = 0; i < checked.size(); i++) {
      requireNonNull(argument + "[" + i + "]", checked.get(i));
    }
    return checked;
  }

  /** Returns {@code text} if it is 1 to {@code maxBytes} bytes of well-formed text. */
  static String requireText(String argument, @Nullable String text, int maxBytes) {
    if (text == null || text.isEmpty()) {
      throw new InvalidArgumentException(argument, text, "1 to " + maxBytes + " bytes of UTF-8");
    }
    int length = text.length();
    if (length <= maxBytes) {
      // The common case, without a copy: ASCII takes a byte a character.
      int i = 0;
      while (i < length && text.charAt(i) < 0x80) {
        i++;
      }
      if (i == length) {
        return text;
      }
    }
    return requireEncodable(argument, text, maxBytes);
  }

  private static String requireEncodable(String argument, String text, int maxBytes) {
    int bytes = utf8(argument, text).length;
    if (bytes > maxBytes) {
      throw new InvalidArgumentException(
          argument,
          shortened(text) + " (" + bytes + " bytes)",
          "1 to " + maxBytes + " bytes of UTF-8");
    }
    return text;
  }

  /**
   * The UTF-8 of {@code text}. Text with half of a surrogate pair has none and is refused: with a
   * replacement in its place, two texts that differ would become the same.
   */
  public static byte[] utf8(String argument, @Nullable String text) {
    CharBuffer characters = CharBuffer.wrap(requireNonNull(argument, text));
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(characters);
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      InvalidArgumentException refused =
          new InvalidArgumentException(
              argument,
              shortened(characters.rewind().toString()),
              "well-formed text (it has an unpaired surrogate)");
      refused.initCause(e);
      throw refused;
    }
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
