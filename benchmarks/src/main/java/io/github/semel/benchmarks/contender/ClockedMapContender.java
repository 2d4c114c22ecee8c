package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The bare map with a reading of the clock for each step: what is left of the bare map's speed for
 * whoever must know the time. The reading waits for loads that are under way and holds up those
 * that follow, so the cache misses of one call no longer overlap with those of the next.
 */
final class ClockedMapContender implements Contender {

  private final MapContender map;
  private final LogicalClock clock;

  ClockedMapContender(Conditions conditions) {
    map = new MapContender(conditions);
    clock = conditions.clock();
  }

  @Override
  public Object submit(String key, Fingerprint fingerprint) {
    readClock();
    readClock();
    return map.submit(key, fingerprint);
  }

  @Override
  public @Nullable Object claim(String key, Fingerprint fingerprint) {
    readClock();
    return map.claim(key, fingerprint);
  }

  @Override
  public void complete(String key, Object claim) {
    readClock();
    map.complete(key, claim);
  }

  @Override
  public @Nullable Object replay(String key, Fingerprint fingerprint) {
    readClock();
    return map.replay(key, fingerprint);
  }

  @Override
  public byte read(Object replayed) {
    return map.read(replayed);
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] response) {
    map.record(key, fingerprint, response);
  }

  @Override
  public void remove(String key) {
    map.remove(key);
  }

  @Override
  public long size() {
    return map.size();
  }

  @Override
  public Object root() {
    return map.root();
  }

  @Override
  public void close() {
    map.close();
  }

  private void readClock() {
    // The compiler cannot know that it never is, so it cannot leave out the reading.
    if (clock.micros() < 0) {
      throw new AssertionError("the clock stands before 1970");
    }
  }
}
