package io.github.semel.benchmarks.redis.contender;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import java.util.ArrayList;
import java.util.List;

/** The store's {@code claimAll}. */
final class StoreBatch implements BatchContender {

  private final IdempotencyStore store;

  StoreBatch(IdempotencyStore store) {
    this.store = store;
  }

  @Override
  public int claimAll(List<String> keys) {
    List<ClaimRequest> requests = new ArrayList<>(keys.size());
    for (String key : keys) {
      requests.add(ClaimRequest.of(key, Terms.FINGERPRINT, Terms.CLAIM));
    }
    int won = 0;
    for (ItemResult<ClaimResult> result : store.claimAll(requests)) {
      if (result.get() instanceof ClaimResult.Acquired) {
        won++;
      }
    }
    return won;
  }

  @Override
  public void close() {
    store.close();
  }
}
