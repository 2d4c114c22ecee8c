package io.github.semel.executor;

import io.github.semel.Limits;
import java.nio.charset.StandardCharsets;

/**
 * How results become bytes and come back. Must be safe for any thread.
 *
 * @param <T> the results
 */
public interface Codec<T> {

  /**
   * The bytes of a result. The array is the caller's from then on.
   *
   * @throws Exception when this result has none; it is then recorded as omitted
   */
  byte[] encode(T result) throws Exception;

  /**
   * The result of the bytes.
   *
   * @throws Exception when they are none that {@link #encode} made
   */
  T decode(byte[] bytes) throws Exception;

  /** Results that are bytes. They are copied on the way in. */
  static Codec<byte[]> bytes() {
    return new Codec<>() {
      @Override
      public byte[] encode(byte[] result) {
        return Limits.requireNonNull("result", result).clone();
      }

      @Override
      public byte[] decode(byte[] bytes) {
        return bytes;
      }
    };
  }

  /** Results that are text, kept as UTF-8. */
  static Codec<String> text() {
    return new Codec<>() {
      @Override
      public byte[] encode(String result) {
        return Limits.requireNonNull("result", result).getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }
}
