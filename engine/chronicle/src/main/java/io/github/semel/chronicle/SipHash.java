package io.github.semel.chronicle;

/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012), with its output of
 * 128 bits from the authors' reference code. Under a secret key nobody can choose texts that
 * collide or that fall into one segment. Immutable; no allocation but of the object itself.
 */
final class SipHash {

  private final long first;
  private final long second;

  SipHash(long first, long second) {
    this.first = first;
    this.second = second;
  }

  /** Hashes the first {@code length} bytes into {@code target}. */
  void hash(byte[] bytes, int length, MapKey target) {
    State state = new State(first, second);
    state.v1 ^= 0xEE;
    int whole = length & ~7;
    for (int i = 0; i < whole; i += 8) {
      state.compress(word(bytes, i));
    }
    long last = (long) length << 56;
    for (int i = whole; i < length; i++) {
      last |= (bytes[i] & 0xFFL) << (8 * (i - whole));
    }
    state.compress(last);
    state.v2 ^= 0xEE;
    state.rounds(4);
    long low = state.mixed();
    state.v1 ^= 0xDD;
    state.rounds(4);
    target.set(low, state.mixed());
  }

  /** The 64-bit hash of two words. */
  long hash(long one, long two) {
    State state = new State(first, second);
    state.compress(one);
    state.compress(two);
    state.compress(16L << 56);
    state.v2 ^= 0xFF;
    state.rounds(4);
    return state.mixed();
  }

  private static long word(byte[] bytes, int from) {
    long word = 0;
    for (int i = 7; i >= 0; i--) {
      word = (word << 8) | (bytes[from + i] & 0xFFL);
    }
    return word;
  }

  /** The four words that are mixed. It never leaves its method, so it lives in registers. */
  private static final class State {

    long v0;
    long v1;
    long v2;
    long v3;

    State(long first, long second) {
      v0 = first ^ 0x736F6D6570736575L;
      v1 = second ^ 0x646F72616E646F6DL;
      v2 = first ^ 0x6C7967656E657261L;
      v3 = second ^ 0x7465646279746573L;
    }

    void compress(long word) {
      v3 ^= word;
      rounds(2);
      v0 ^= word;
    }

    void rounds(int count) {
      for (int i = 0; i < count; i++) {
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

    long mixed() {
      return v0 ^ v1 ^ v2 ^ v3;
    }
  }
}
