package io.github.semel.compact;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A key and what {@link KeyCodec} makes of it, for the operations in which an object more does not
 * count.
 */
@SuppressWarnings("ArrayRecordComponent") // It is made for one call, and nobody compares it.
record Key(String name, byte @Nullable [] text, long high, long low, long hash) {

  static Key of(String name, KeyHash hashing) {
    long first = KeyCodec.first(name);
    long middle = first < 0 ? -1 : KeyCodec.middle(name);
    long last = first < 0 ? -1 : KeyCodec.last(name);
    if (KeyCodec.isUuid(first, middle, last)) {
      long high = KeyCodec.high(first, middle);
      long low = KeyCodec.low(middle, last);
      return new Key(name, null, high, low, hashing.of(high, low));
    }
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    long hash = hashing.of(text);
    return new Key(name, text, 0, hash, hash);
  }
}
