package io.github.semel.benchmarks.contender;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Any store of the protocol. */
final class StoreContender implements Contender {

  private final IdempotencyStore store;
  private final ClaimTerms terms;
  private final Duration ttl;
  private final Outcome outcome;

  StoreContender(IdempotencyStore store, Conditions conditions) {
    this.store = store;
    this.terms = ClaimTerms.of(conditions.lease(), conditions.ttl());
    this.ttl = conditions.ttl();
    this.outcome = Outcome.success(conditions.response());
  }

  @Override
  public Object submit(String key, Fingerprint fingerprint) {
    ClaimResult result = store.claim(key, fingerprint, terms);
    if (result instanceof Ticket ticket) {
      return store.complete(ticket, outcome, ttl) instanceof Completion.Recorded ? CLAIMED : BUSY;
    }
    return result instanceof ClaimResult.Completed ? result : BUSY;
  }

  @Override
  public @Nullable Object replay(String key, Fingerprint fingerprint) {
    // The whole answer is handed out, so that the compiler cannot leave out the parts of it that no
    // benchmark looks at.
    ClaimResult result = store.claim(key, fingerprint, terms);
    return result instanceof ClaimResult.Completed ? result : null;
  }

  @Override
  public byte read(Object replayed) {
    return ((ClaimResult.Completed) replayed).outcome().buffer().get(0);
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] response) {
    if (!(store.claim(key, fingerprint, terms) instanceof Ticket ticket)) {
      throw new IllegalStateException(key + " was taken");
    }
    store.complete(ticket, Outcome.success(response), ttl);
  }

  @Override
  public long size() {
    return store.stats().entries();
  }

  @Override
  public Object root() {
    return store;
  }

  @Override
  public void close() {
    store.close();
  }
}
