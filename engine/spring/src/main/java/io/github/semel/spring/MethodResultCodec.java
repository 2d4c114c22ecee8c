package io.github.semel.spring;

import io.github.semel.executor.Codec;
import java.util.Arrays;
import java.util.Optional;

/** Results that may be missing: a byte that says whether there is one, and its bytes. */
final class MethodResultCodec implements Codec<Optional<Object>> {

  private static final byte ABSENT = 0;
  private static final byte PRESENT = 1;

  private final Codec<Object> values;

  MethodResultCodec(Codec<Object> values) {
    this.values = values;
  }

  @Override
  public byte[] encode(Optional<Object> result) throws Exception {
    if (result.isEmpty()) {
      return new byte[] {ABSENT};
    }
    byte[] value = values.encode(result.get());
    byte[] bytes = new byte[value.length + 1];
    bytes[0] = PRESENT;
    System.arraycopy(value, 0, bytes, 1, value.length);
    return bytes;
  }

  @Override
  public Optional<Object> decode(byte[] bytes) throws Exception {
    if (bytes.length == 1 && bytes[0] == ABSENT) {
      return Optional.empty();
    }
    if (bytes.length == 0 || bytes[0] != PRESENT) {
      throw new IllegalArgumentException("no result of a method: it does not begin with 0 or 1");
    }
    return Optional.of(values.decode(Arrays.copyOfRange(bytes, 1, bytes.length)));
  }
}
