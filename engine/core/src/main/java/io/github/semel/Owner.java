package io.github.semel;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who makes a claim: 128 random bits, new for each claim and the same when that claim is sent
 * again. It proves a ticket to its store.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Owner(long high, long low) {

  // Each process starts from bits of its own, so that two processes whose thread-local generators
  // were seeded alike still draw different owners.
  private static final long PROCESS_HIGH = new SecureRandom().nextLong();
  private static final long PROCESS_LOW = new SecureRandom().nextLong();

  /** A new owner. Unique, not secret: an owner must not be used as a credential. */
  public static Owner random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Owner(PROCESS_HIGH ^ random.nextLong(), PROCESS_LOW ^ random.nextLong());
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high, low);
  }
}
