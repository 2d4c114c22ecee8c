package io.github.semel.benchmarks.redis.contender;

import java.util.function.BooleanSupplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** A claim as a bare client sends it. Safe for any number of threads. */
interface BareCommand {

  /**
   * Claims a key by itself, in one round trip.
   *
   * @return whether it was free
   */
  boolean send(RedisClient client, String key);

  /**
   * Claims a key among others.
   *
   * @return whether it was free, once the pipeline is synchronized
   */
  BooleanSupplier append(AbstractPipeline pipeline, String key);
}
