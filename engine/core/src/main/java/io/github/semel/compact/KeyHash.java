package io.github.semel.compact;

import java.security.SecureRandom;

/**
 * SipHash-1-3 of a key under a secret that each store draws for itself: clients choose the keys,
 * and without the secret nobody can choose them so that they meet in one stripe or one place of an
 * index. (Aumasson and Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012; the variant
 * with one and three rounds is what the hash tables of Rust and Ruby use.) Immutable.
 */
final class KeyHash {

  private final long secret0;
  private final long secret1;

  KeyHash(long secret0, long secret1) {
    this.secret0 = secret0;
    this.secret1 = secret1;
  }

  static KeyHash random() {
    SecureRandom random = new SecureRandom();
    return new KeyHash(random.nextLong(), random.nextLong());
  }

  /** The hash of the 16 bytes that {@code first} and {@code second} are in little-endian order. */
  long of(long first, long second) {
    State state = new State(secret0, secret1);
    state.absorb(first);
    state.absorb(second);
    return state.finish((long) (2 * Long.BYTES) << 56);
  }

  long of(byte[] bytes) {
    State state = new State(secret0, secret1);
    int whole = bytes.length & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      state.absorb(Words.getLong(bytes, i));
    }
    long last = (long) bytes.length << 56;
    for (int i = whole; i < bytes.length; i++) {
      last |= (bytes[i] & 0xFFL) << ((i - whole) * Byte.SIZE);
    }
    return state.finish(last);
  }

  /** Never leaves the methods above, so the compiler keeps it in registers. */
  private static final class State {

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long secret0, long secret1) {
      v0 = secret0 ^ 0x736f6d6570736575L;
      v1 = secret1 ^ 0x646f72616e646f6dL;
      v2 = secret0 ^ 0x6c7967656e657261L;
      v3 = secret1 ^ 0x7465646279746573L;
    }

    void absorb(long word) {
      v3 ^= word;
      round();
      v0 ^= word;
    }

    long finish(long last) {
      absorb(last);
      v2 ^= 0xFF;
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
