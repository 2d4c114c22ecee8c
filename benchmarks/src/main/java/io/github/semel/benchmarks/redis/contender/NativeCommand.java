package io.github.semel.benchmarks.redis.contender;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.SetParams;

/**
 * The nearest that a command of the server itself comes to a claim: what is measured to know what a
 * path without a script could win. It has no fence, and nobody takes over what it has set.
 */
final class NativeCommand {

  static final SetParams PARAMETERS = SetParams.setParams().nx().px(Terms.LEASE.toMillis());

  // A pending record without a label, see "What is stored" in the store's README.
  private static final int RECORD_BYTES = 78;

  private NativeCommand() {}

  /** As long as the record of a claim, with an owner of its own in it. */
  static byte[] value() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] value = new byte[RECORD_BYTES];
    ByteBuffer.wrap(value).putLong(random.nextLong()).putLong(random.nextLong());
    return value;
  }

  /** Whether the answer says that the key was free: anything but nothing. */
  static boolean won(@Nullable String reply) {
    return reply != null;
  }
}
