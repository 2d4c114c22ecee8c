package io.github.semel.benchmarks.redis;

import io.github.semel.benchmarks.redis.contender.RedisContender;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import org.openjdk.jmh.annotations.Param;

/** Claims of fresh keys, each thread on its own. */
public class RedisClaims extends TakenKeys {

  /** The contender's name. */
  @Param({
    RedisContenders.RAW_POOLED,
    RedisContenders.NATIVE_POOLED,
    RedisContenders.SEMEL_POOLED,
    RedisContenders.SEMEL_COMBINED,
    RedisContenders.LETTUCE
  })
  public String store;

  /** On a server alone. */
  public RedisClaims() {
    super(RedisTarget.Kind.ALONE);
  }

  @Override
  RedisContender contender(RedisTarget server, int threads) {
    return RedisContenders.claim(store, server.host(), server.port(), threads);
  }
}
