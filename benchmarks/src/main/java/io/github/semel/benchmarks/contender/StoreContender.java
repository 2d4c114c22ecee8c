package io.github.semel.benchmarks.contender;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  public int submitAll(List<String> keys, List<Fingerprint> fingerprints) {
    List<ClaimRequest> claims = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      claims.add(ClaimRequest.of(keys.get(i), fingerprints.get(i), terms));
    }
    List<CompletionRequest> completions = new ArrayList<>(keys.size());
    for (ItemResult<ClaimResult> result : store.claimAll(claims)) {
      if (result.get() instanceof ClaimResult.Acquired acquired) {
        completions.add(new CompletionRequest(acquired.ticket(), outcome, ttl));
      }
    }
    int free = 0;
    for (ItemResult<Completion> result : store.completeAll(completions)) {
      if (result.get() instanceof Completion.Recorded) {
        free++;
      }
    }
    return free;
  }

  @Override
  public @Nullable Object claim(String key, Fingerprint fingerprint) {
    return store.claim(key, fingerprint, terms) instanceof Ticket ticket ? ticket : null;
  }

  @Override
  public void complete(String key, Object claim) {
    store.complete((Ticket) claim, outcome, ttl);
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
    record(key, fingerprint, response, ttl);
  }

  @Override
  public void record(String key, Fingerprint fingerprint, byte[] response, Duration ownTtl) {
    if (!(store.claim(key, fingerprint, terms) instanceof Ticket ticket)) {
      throw new IllegalStateException(key + " was taken");
    }
    store.complete(ticket, Outcome.success(response), ownTtl);
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
