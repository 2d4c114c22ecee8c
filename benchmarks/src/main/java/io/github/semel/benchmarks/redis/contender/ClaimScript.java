package io.github.semel.benchmarks.redis.contender;

import io.github.semel.redis.RedisStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The store's own claim script, for bare clients that send it with the same arguments as the store
 * does and look at the answer as far as it takes to know who won.
 */
final class ClaimScript {

  /** Composed of the same files as the store's. */
  static final String TEXT =
      "local ADMITS = true\n"
          + text("clock.lua")
          + text("claim-new.lua")
          + text("record.lua")
          + text("claim.lua");

  private static final byte[] PREFIX = "semel:".getBytes(StandardCharsets.US_ASCII);

  // For how long the store has a server remember the fence of a record that is over.
  private static final long FENCE_MEMORY_MILLIS = 60_000;

  private static final byte[] LEASE = decimal(Terms.CLAIM.leaseMicros());
  private static final byte[] KEPT =
      decimal(Terms.LEASE.plus(Terms.TTL).toMillis() + FENCE_MEMORY_MILLIS);
  private static final byte[] TTL =
      ByteBuffer.allocate(Long.BYTES).putLong(Terms.CLAIM.ttlMicros()).array();

  /** Owner and fingerprint. */
  private final byte[] claimant = new byte[32];

  /** A claim by a new owner. */
  ClaimScript() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    ByteBuffer.wrap(claimant)
        .putLong(random.nextLong())
        .putLong(random.nextLong())
        .putLong(Terms.FINGERPRINT.high())
        .putLong(Terms.FINGERPRINT.low());
  }

  /** The name of a key on the server. */
  static byte[] name(String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    byte[] name = Arrays.copyOf(PREFIX, PREFIX.length + text.length);
    System.arraycopy(text, 0, name, PREFIX.length, text.length);
    return name;
  }

  /** What stands behind the key. */
  byte[][] arguments() {
    return new byte[][] {LEASE, KEPT, TTL, claimant};
  }

  /** Both, for clients that take them in one list. */
  byte[][] keyAndArguments(String key) {
    return new byte[][] {name(key), LEASE, KEPT, TTL, claimant};
  }

  /** Whether the answer says that this claim has made the key its own: a number, the fence. */
  static boolean won(@Nullable Object reply) {
    return reply instanceof Long;
  }

  private static byte[] decimal(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(String file) {
    try (InputStream stream = RedisStore.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new AssertionError(file + " is missing beside " + RedisStore.class);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
