package io.github.semel.benchmarks.redis.contender;

import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyStore;

/** A claim by the store. */
final class StoreClaim implements RedisContender {

  private final IdempotencyStore store;

  StoreClaim(IdempotencyStore store) {
    this.store = store;
  }

  @Override
  public boolean take(String key) {
    return store.claim(key, Terms.FINGERPRINT, Terms.CLAIM) instanceof ClaimResult.Acquired;
  }

  @Override
  public void close() {
    store.close();
  }
}
