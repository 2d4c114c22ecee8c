package io.github.semel.benchmarks.contender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.semel.Fingerprint;
import java.time.Duration;

/** Caffeine with an expiry of its own for each entry. */
final class CaffeineContender extends CacheContender {

  private final Cache<String, byte[]> cache;

  CaffeineContender(Conditions conditions) {
    this(
        Caffeine.newBuilder()
            .ticker(conditions.clock()::nanos)
            .expireAfter(new LeaseThenTtl(conditions.lease().toNanos(), conditions.ttl().toNanos()))
            .build(),
        conditions);
  }

  private CaffeineContender(Cache<String, byte[]> cache, Conditions conditions) {
    super(cache.asMap(), conditions.response());
    this.cache = cache;
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] ownResponse, Duration ttl) {
    if (map().putIfAbsent(key, PENDING) != null) {
      throw new IllegalStateException(key + " was taken");
    }
    // What it takes the place of may have expired by now: a lease is real time to this rival.
    var unused = cache.policy().expireVariably().orElseThrow().put(key, ownResponse, ttl);
  }

  @Override
  public long size() {
    return cache.estimatedSize();
  }

  @Override
  public Object root() {
    return cache;
  }

  private record LeaseThenTtl(long leaseNanos, long ttlNanos) implements Expiry<String, byte[]> {

    @Override
    public long expireAfterCreate(String key, byte[] value, long currentTime) {
      return value == PENDING ? leaseNanos : ttlNanos;
    }

    @Override
    public long expireAfterUpdate(
        String key, byte[] value, long currentTime, long currentDuration) {
      return value == PENDING ? leaseNanos : ttlNanos;
    }

    @Override
    public long expireAfterRead(String key, byte[] value, long currentTime, long currentDuration) {
      return currentDuration;
    }
  }
}
