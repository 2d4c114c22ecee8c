package io.github.semel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits over what a request says, so that a key used again for another request is noticed. It is
 * the first half of a SHA-256; requests of one fingerprint are taken for the same request.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Fingerprint(long high, long low) {

  /** No fingerprint; matches only itself. */
  public static final Fingerprint NONE = new Fingerprint(0, 0);

  /** Never given anything, only copied, which any thread may do: to look one up takes longer. */
  private static final MessageDigest EMPTY_DIGEST = lookedUpDigest();

  /**
   * The fingerprint of a request in parts. Where one part ends and the next begins counts: {@code
   * ("ab", "c")} and {@code ("a", "bc")} differ.
   *
   * @throws InvalidArgumentException when there is no part or more than 1,000, or one is null
   */
  public static Fingerprint of(byte[]... parts) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(parts));
    long high = digest.getLong();
    long low = digest.getLong();
    // All zeros would read as "none"; give that one digest in 2^128 to its neighbour.
    return high == 0 && low == 0 ? new Fingerprint(0, 1) : new Fingerprint(high, low);
  }

  /** The fingerprint of well-formed text in parts, each as UTF-8; see {@link #of(byte[][])}. */
  public static Fingerprint of(String... parts) {
    return of(utf8(parts));
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high, low);
  }

  /** SHA-256 over the parts, each preceded by its length. */
  static byte[] sha256(byte[]... parts) {
    Limits.requireRange("parts.length", Limits.requireNonNull("parts", parts).length, 1, 1_000);
    MessageDigest digest = newDigest();
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    for (int i = 0; i < parts.length; i++) {
      byte[] part = parts[i];
      if (part == null) {
        // The name is put together for a refusal alone: this is done for every request.
        throw new InvalidArgumentException("parts[" + i + "]", null, "not null");
      }
      digest.update(length.putInt(0, part.length).array());
      digest.update(part);
    }
    return digest.digest();
  }

  private static MessageDigest newDigest() {
    try {
      return (MessageDigest) EMPTY_DIGEST.clone();
    } catch (CloneNotSupportedException e) {
      // A provider of the user's that cannot.
      return lookedUpDigest();
    }
  }

  private static MessageDigest lookedUpDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static byte[][] utf8(String... parts) {
    byte[][] bytes = new byte[Limits.requireNonNull("parts", parts).length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = Limits.utf8("parts[" + i + "]", parts[i]);
    }
    return bytes;
  }
}
