package io.github.semel.benchmarks.redis.contender;

import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Ticket;

/** A whole operation by the store. */
final class StoreClaimAndComplete implements RedisContender {

  private final IdempotencyStore store;
  private final Outcome outcome = Outcome.success(Terms.RESPONSE);

  StoreClaimAndComplete(IdempotencyStore store) {
    this.store = store;
  }

  @Override
  public boolean take(String key) {
    return store.claim(key, Terms.FINGERPRINT, Terms.CLAIM) instanceof Ticket ticket
        && store.complete(ticket, outcome, Terms.TTL) instanceof Completion.Recorded;
  }

  @Override
  public void close() {
    store.close();
  }
}
