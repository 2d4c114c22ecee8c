package io.github.semel.benchmarks.contender;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;

/** Guava's cache with one time to live for all entries. */
final class GuavaContender extends CacheContender {

  /** Its default of 4 would make threads wait for each other more than they need to. */
  private static final int SEGMENTS = 64;

  private final Cache<String, byte[]> cache;

  GuavaContender(Conditions conditions) {
    this(
        CacheBuilder.newBuilder()
            .concurrencyLevel(SEGMENTS)
            .ticker(
                new Ticker() {
                  @Override
                  public long read() {
                    return conditions.clock().nanos();
                  }
                })
            .expireAfterWrite(conditions.ttl())
            .build(),
        conditions);
  }

  private GuavaContender(Cache<String, byte[]> cache, Conditions conditions) {
    super(cache.asMap(), conditions.response());
    this.cache = cache;
  }

  @Override
  public long size() {
    return cache.size();
  }

  @Override
  public Object root() {
    return cache;
  }
}
