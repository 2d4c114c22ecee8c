package io.github.semel.benchmarks.contender;

import java.util.concurrent.ConcurrentHashMap;

/** The bare map: the limit for everything built on one. */
class MapContender extends CacheContender {

  MapContender(Conditions conditions) {
    super(new ConcurrentHashMap<>(), conditions.response());
  }

  @Override
  public void remove(String key) {
    map().remove(key);
  }

  @Override
  public long size() {
    return map().size();
  }

  @Override
  public Object root() {
    return map();
  }
}
