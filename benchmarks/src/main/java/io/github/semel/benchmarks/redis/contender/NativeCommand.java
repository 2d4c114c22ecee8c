package io.github.semel.benchmarks.redis.contender;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * {@code SET NX PX}, the nearest that a command of the server itself comes to a claim: what is
 * measured to know what a path without a script could win. It has no fence, and nobody takes over
 * what it has set.
 */
final class NativeCommand implements BareCommand {

  /** A pending record without a label, see "What is stored" in the store's README. */
  static final int RECORD_BYTES = 78;

  private static final SetParams PARAMETERS = SetParams.setParams().nx().px(Terms.LEASE.toMillis());

  @Override
  public boolean send(RedisClient client, String key) {
    return won(client.set(ClaimScript.name(key), value(), PARAMETERS));
  }

  @Override
  public BooleanSupplier append(AbstractPipeline pipeline, String key) {
    Response<String> reply = pipeline.set(ClaimScript.name(key), value(), PARAMETERS);
    return () -> won(reply.get());
  }

  /** As long as the record of a claim, with an owner of its own in it. */
  private static byte[] value() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] value = new byte[RECORD_BYTES];
    ByteBuffer.wrap(value).putLong(random.nextLong()).putLong(random.nextLong());
    return value;
  }

  /** Whether the answer says that the key was free: anything but nothing. */
  private static boolean won(@Nullable String reply) {
    return reply != null;
  }
}
