package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.HTreeMap;
import org.mapdb.Serializer;

/**
 * MapDB's hash map in memory outside the heap. What is created expires with the lease, what is
 * updated with the TTL; the time is the system's.
 */
final class MapDbContender implements Contender {

  /** The value of a key that is claimed; known by its length, for what is read is a copy. */
  private static final byte[] PENDING = {};

  private final DB db;
  private final HTreeMap<String, byte[]> map;
  private final byte[] response;

  MapDbContender(Conditions conditions) {
    response = conditions.response();
    db = DBMaker.memoryDirectDB().make();
    map =
        db.hashMap("keys", Serializer.STRING, Serializer.BYTE_ARRAY)
            .expireAfterCreate(conditions.lease().toMillis())
            .expireAfterUpdate(conditions.ttl().toMillis())
            .counterEnable()
            .create();
  }

  @Override
  public Object submit(String key, Fingerprint fingerprint) {
    byte[] there = map.putIfAbsent(key, PENDING);
    if (there == null) {
      return map.replace(key, PENDING, response) ? CLAIMED : BUSY;
    }
    return there.length == 0 ? BUSY : there;
  }

  @Override
  public @Nullable Object claim(String key, Fingerprint fingerprint) {
    return map.putIfAbsent(key, PENDING) == null ? CLAIMED : null;
  }

  @Override
  public void complete(String key, Object claim) {
    map.replace(key, PENDING, response);
  }

  /** May find what has expired: only what writes to a segment evicts from it. */
  @Override
  public byte @Nullable [] replay(String key, Fingerprint fingerprint) {
    byte[] there = map.get(key);
    return there == null || there.length == 0 ? null : there;
  }

  @Override
  public byte read(Object replayed) {
    return ((byte[]) replayed)[0];
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] ownResponse) {
    boolean claimed = map.putIfAbsent(key, PENDING) == null;
    // A lease may lapse while its thread waits for a processor.
    if (!claimed
        || !map.replace(key, PENDING, ownResponse) && map.putIfAbsent(key, ownResponse) != null) {
      throw new IllegalStateException(key + " was taken");
    }
  }

  @Override
  public long size() {
    return map.sizeLong();
  }

  @Override
  public Object root() {
    return map;
  }

  @Override
  public void close() {
    db.close();
  }
}
