package io.github.semel.benchmarks.redis;

import io.github.semel.benchmarks.redis.contender.RedisContender;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import org.openjdk.jmh.annotations.Param;

/**
 * Whole idempotent operations without the work in between: claim and complete, or what rivals do.
 */
public class RedisOperations extends TakenKeys {

  /** The contender's name. */
  @Param({
    RedisContenders.SEMEL_POOLED,
    RedisContenders.SEMEL_COMBINED,
    RedisContenders.REDISSON,
    RedisContenders.SPRING_INTEGRATION,
    RedisContenders.CAMEL
  })
  public String store;

  /** On a server alone. */
  public RedisOperations() {
    super(RedisTarget.Kind.ALONE);
  }

  @Override
  RedisContender contender(RedisTarget server, int threads) {
    return RedisContenders.operation(store, server.host(), server.port(), threads);
  }
}
