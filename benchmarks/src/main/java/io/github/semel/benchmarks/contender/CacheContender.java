package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What the rivals have in common that offer a {@link ConcurrentMap}. */
abstract class CacheContender implements Contender {

  /** The value of a key that is claimed; known by its identity. */
  static final byte[] PENDING = {};

  private final ConcurrentMap<String, byte[]> map;
  private final byte[] response;

  CacheContender(ConcurrentMap<String, byte[]> map, byte[] response) {
    this.map = map;
    this.response = response;
  }

  final ConcurrentMap<String, byte[]> map() {
    return map;
  }

  @Override
  public final Object submit(String key, Fingerprint fingerprint) {
    byte[] there = map.putIfAbsent(key, PENDING);
    if (there == null) {
      return map.replace(key, PENDING, response) ? CLAIMED : BUSY;
    }
    return there == PENDING ? BUSY : there;
  }

  @Override
  public final @Nullable Object claim(String key, Fingerprint fingerprint) {
    return map.putIfAbsent(key, PENDING) == null ? CLAIMED : null;
  }

  @Override
  public final void complete(String key, Object claim) {
    map.replace(key, PENDING, response);
  }

  @Override
  public byte @Nullable [] replay(String key, Fingerprint fingerprint) {
    byte[] there = map.get(key);
    return there == PENDING ? null : there;
  }

  @Override
  public final byte read(Object replayed) {
    return ((byte[]) replayed)[0];
  }

  @Override
  public final void record(String key, Fingerprint fingerprint, byte[] ownResponse) {
    boolean claimed = map.putIfAbsent(key, PENDING) == null;
    // A lease goes by the keys of all threads: it may lapse while this one waits for a processor.
    if (!claimed
        || !map.replace(key, PENDING, ownResponse) && map.putIfAbsent(key, ownResponse) != null) {
      throw new IllegalStateException(key + " was taken");
    }
  }

  @Override
  public final void close() {
    map.clear();
  }
}
