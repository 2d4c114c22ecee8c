package io.github.semel.compact;

import org.jspecify.annotations.Nullable;

/**
 * A key and what {@link KeyCodec} makes of it, for the operations in which an object more does not
 * count.
 */
@SuppressWarnings("ArrayRecordComponent") // It is made for one call, and nobody compares it.
record Key(String name, byte @Nullable [] text, long high, long low, long hash) {

  static Key of(String name, KeyHash hashing) {
    byte[] text = KeyCodec.text(name);
    if (text != null) {
      long hash = hashing.of(text);
      return new Key(name, text, 0, hash, hash);
    }
    long high = KeyCodec.high(name);
    long low = KeyCodec.low(name);
    return new Key(name, null, high, low, hashing.of(high, low));
  }
}
