package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import java.time.Duration;
import java.util.function.Supplier;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.expiry.ExpiryPolicy;
import org.ehcache.impl.internal.TimeSourceConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Ehcache's heap tier with an expiry of its own for each entry.
 *
 * <p>It drops an expired entry when its key is asked for, and else evicts what was used least
 * recently of a few that it looks at. So it has room for half as many again as are live: what it
 * then evicts is mostly expired.
 */
final class EhcacheContender implements Contender {

  /** The value of a key that is claimed; known by its identity, for the heap tier keeps it. */
  private static final byte[] PENDING = {};

  private static final String NAME = "keys";
  private static final int MICROS_A_MILLI = 1_000;

  private final CacheManager manager;
  private final Cache<String, byte[]> cache;
  private final byte[] response;

  EhcacheContender(Conditions conditions) {
    response = conditions.response();
    manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .using(new TimeSourceConfiguration(() -> conditions.clock().micros() / MICROS_A_MILLI))
            .build(true);
    cache =
        manager.createCache(
            NAME,
            CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    String.class,
                    byte[].class,
                    ResourcePoolsBuilder.heap(conditions.live() * 3L / 2))
                .withExpiry(new LeaseThenTtl(conditions.lease(), conditions.ttl())));
  }

  @Override
  public Object submit(String key, Fingerprint fingerprint) {
    byte[] there = cache.putIfAbsent(key, PENDING);
    if (there == null) {
      return cache.replace(key, PENDING, response) ? CLAIMED : BUSY;
    }
    return there == PENDING ? BUSY : there;
  }

  @Override
  public @Nullable Object claim(String key, Fingerprint fingerprint) {
    return cache.putIfAbsent(key, PENDING) == null ? CLAIMED : null;
  }

  @Override
  public void complete(String key, Object claim) {
    cache.replace(key, PENDING, response);
  }

  @Override
  public byte @Nullable [] replay(String key, Fingerprint fingerprint) {
    byte[] there = cache.get(key);
    return there == PENDING ? null : there;
  }

  @Override
  public byte read(Object replayed) {
    return ((byte[]) replayed)[0];
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] ownResponse) {
    boolean claimed = cache.putIfAbsent(key, PENDING) == null;
    // A lease goes by the keys of all threads: it may lapse while this one waits for a processor.
    if (!claimed
        || !cache.replace(key, PENDING, ownResponse)
            && cache.putIfAbsent(key, ownResponse) != null) {
      throw new IllegalStateException(key + " was taken");
    }
  }

  /** Those that are live; it does not tell of others. */
  @Override
  public long size() {
    long entries = 0;
    for (Cache.Entry<String, byte[]> entry : cache) {
      entries += entry == null ? 0 : 1;
    }
    return entries;
  }

  @Override
  public Object root() {
    return cache;
  }

  @Override
  public void close() {
    manager.close();
  }

  private record LeaseThenTtl(Duration lease, Duration ttl)
      implements ExpiryPolicy<String, byte[]> {

    @Override
    public Duration getExpiryForCreation(String key, byte[] value) {
      return value == PENDING ? lease : ttl;
    }

    /** Null leaves it as it is. */
    @Override
    public @Nullable Duration getExpiryForAccess(String key, Supplier<? extends byte[]> value) {
      return null;
    }

    @Override
    public Duration getExpiryForUpdate(
        String key, Supplier<? extends byte[]> oldValue, byte[] newValue) {
      return newValue == PENDING ? lease : ttl;
    }
  }
}
