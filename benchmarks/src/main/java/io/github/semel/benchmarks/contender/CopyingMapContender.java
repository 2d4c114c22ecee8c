package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The bare map whose duplicates each get a copy of the recorded bytes: what is left of the bare
 * map's speed for whoever keeps the records to itself, as a store does that has them in memory of
 * its own.
 */
final class CopyingMapContender extends MapContender {

  CopyingMapContender(Conditions conditions) {
    super(conditions);
  }

  @Override
  public byte @Nullable [] replay(String key, Fingerprint fingerprint) {
    byte[] there = super.replay(key, fingerprint);
    return there == null ? null : there.clone();
  }
}
