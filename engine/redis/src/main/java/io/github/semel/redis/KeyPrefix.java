package io.github.semel.redis;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What stands before every key of a store on the server. Immutable. */
final class KeyPrefix {

  private static final int MAX_BYTES = 256;

  private final byte[] bytes;

  KeyPrefix(String prefix) {
    bytes = Limits.utf8("prefix", prefix);
    if (bytes.length > MAX_BYTES) {
      throw new InvalidArgumentException("prefix", prefix, "at most " + MAX_BYTES + " bytes");
    }
  }

  /** The name on the server of a key that was checked. */
  byte[] name(String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    byte[] name = Arrays.copyOf(bytes, bytes.length + text.length);
    System.arraycopy(text, 0, name, bytes.length, text.length);
    return name;
  }

  /** The key of a name, unless the name is another's that only begins alike. */
  Optional<String> key(byte[] name) {
    int length = name.length - bytes.length;
    if (length < 1
        || length > Limits.MAX_KEY_BYTES
        || !Arrays.equals(name, 0, bytes.length, bytes, 0, bytes.length)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(name, bytes.length, length))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A pattern that all names match, for SCAN. */
  byte[] pattern() {
    ByteArrayOutputStream pattern = new ByteArrayOutputStream();
    for (byte each : bytes) {
      if ("*?[]\\^-".indexOf(each) >= 0) {
        pattern.write('\\');
      }
      pattern.write(each);
    }
    pattern.write('*');
    return pattern.toByteArray();
  }
}
