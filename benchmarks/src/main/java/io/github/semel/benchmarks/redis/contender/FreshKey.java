package io.github.semel.benchmarks.redis.contender;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes keys that nobody has used. */
public final class FreshKey {

  private FreshKey() {}

  /**
   * A key in the form of a UUID. Not from {@link UUID#randomUUID}: all threads would meet in its
   * one source of random bytes, and a benchmark would measure that.
   */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
