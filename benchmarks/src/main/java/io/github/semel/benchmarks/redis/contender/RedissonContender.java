package io.github.semel.benchmarks.redis.contender;

import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

/** Redisson's lock around a bucket that has the outcome. */
final class RedissonContender implements RedisContender {

  private final RedissonClient client;

  RedissonContender(String host, int port) {
    Config config = new Config();
    config.useSingleServer().setAddress("redis://" + host + ":" + port);
    client = Redisson.create(config);
  }

  @Override
  public boolean take(String key) {
    RLock lock = client.getLock("lock:" + key);
    try {
      if (!lock.tryLock(0, Terms.LEASE.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while locking " + key, e);
    }
    try {
      RBucket<byte[]> outcome = client.getBucket("outcome:" + key, ByteArrayCodec.INSTANCE);
      if (outcome.get() != null) {
        return false;
      }
      outcome.set(Terms.RESPONSE, Terms.TTL);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
