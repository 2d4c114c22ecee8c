package io.github.semel.benchmarks.redis;

import io.github.semel.benchmarks.redis.contender.RedisContender;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import org.openjdk.jmh.annotations.Param;

/** Claims on a master with a replica, with and without waiting until the replica has them. */
public class RedisDurability extends TakenKeys {

  /** The contender's name. */
  @Param({
    RedisContenders.SEMEL_POOLED,
    RedisContenders.SEMEL_POOLED_WAIT,
    RedisContenders.SEMEL_COMBINED,
    RedisContenders.SEMEL_COMBINED_WAIT
  })
  public String store;

  /** On a master with a replica. */
  public RedisDurability() {
    super(RedisTarget.Kind.REPLICATED);
  }

  @Override
  RedisContender contender(RedisTarget server, int threads) {
    return RedisContenders.claim(store, server.host(), server.port(), threads);
  }
}
