package io.github.semel.benchmarks.suite;

import io.github.semel.Fingerprint;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Keys and fingerprints that were made before anything is measured, in a ring of a power of two. A
 * ring of twice the live entries gives a key again only when it has long expired.
 *
 * <p>The hash codes of the keys are cached already. In service they would not be; here the same few
 * nanoseconds would be added to every contender, and every ratio come nearer to 1.
 */
public final class KeyRing {

  private final String[] keys;
  private final Fingerprint[] fingerprints;
  private final int mask;

  private KeyRing(int size) {
    keys = new String[size];
    fingerprints = new Fingerprint[size];
    mask = size - 1;
  }

  /**
   * A ring of random UUIDs of 36 characters.
   *
   * @param atLeast how many; rounded up to a power of two
   */
  public static KeyRing random(int atLeast, long seed) {
    KeyRing ring = new KeyRing(atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < ring.keys.length; i++) {
      // The version and variant bits of a random UUID, RFC 9562 section 5.4.
      long high = (random.nextLong() & ~0xF000L) | 0x4000L;
      long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
      ring.set(i, new UUID(high, low).toString(), random.nextLong(), random.nextLong());
    }
    return ring;
  }

  /**
   * The same keys and fingerprints as other objects, as duplicates bring them, in another order.
   * They lie in memory in that order, so walking the copy costs little beside what is looked up
   * with it.
   */
  public KeyRing shuffledCopy(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    KeyRing copy = new KeyRing(keys.length);
    for (int i = 0; i < order.length; i++) {
      copy.setCopy(i, this, order[i]);
    }
    return copy;
  }

  /** The same keys and fingerprints as other objects, in the same order. */
  public KeyRing copy() {
    KeyRing copy = new KeyRing(keys.length);
    for (int i = 0; i < keys.length; i++) {
      copy.setCopy(i, this, i);
    }
    return copy;
  }

  /** How many keys there are; a power of two. */
  public int size() {
    return keys.length;
  }

  /** The key with a number, counted round and round. */
  public String key(long number) {
    return keys[(int) number & mask];
  }

  /** The fingerprint of the request with a number. */
  public Fingerprint fingerprint(long number) {
    return fingerprints[(int) number & mask];
  }

  private void setCopy(int index, KeyRing from, int number) {
    // new String(String) would share the characters.
    String key = String.valueOf(from.keys[number].toCharArray());
    Fingerprint fingerprint = from.fingerprints[number];
    set(index, key, fingerprint.high(), fingerprint.low());
  }

  private void set(int index, String key, long high, long low) {
    keys[index] = key;
    fingerprints[index] = new Fingerprint(high, low);
    if (key.hashCode() == 0) {
      throw new IllegalStateException("a hash code of 0 is not cached: choose another seed");
    }
  }
}
