package io.github.semel.stress.soak;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Claims and completes fresh keys at a rate, until it is closed. Each outcome expires. */
final class SteadyLoad implements AutoCloseable {

  private static final int OUTCOME_BYTES = 200;
  private static final ClaimTerms UNLABELLED =
      ClaimTerms.of(Duration.ofSeconds(5), Duration.ofSeconds(5));
  private static final long NANOS = 1_000_000_000;

  private final IdempotencyStore store;
  private final long rate;
  private final Duration ttl;
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Thread thread;
  private volatile boolean closed;

  SteadyLoad(IdempotencyStore store, long rate, Duration ttl) {
    this.store = store;
    this.rate = rate;
    this.ttl = ttl;
    this.thread = new Thread(this::run, "soak");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Outcome outcome = Outcome.success(new byte[OUTCOME_BYTES]);
    ClaimTerms terms = UNLABELLED.withTtl(ttl);
    String run = Long.toHexString(System.currentTimeMillis());
    long began = System.nanoTime();
    for (long number = 0; !closed; number++) {
      long early = began + number * NANOS / rate - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      try {
        ClaimResult result =
            store.claim(ClaimRequest.of("soak-" + run + "-" + number, Fingerprint.NONE, terms));
        if (result instanceof ClaimResult.Acquired acquired) {
          store.complete(acquired.ticket(), outcome, ttl);
        }
        done.increment();
      } catch (IdempotencyException e) {
        failed.increment();
      }
    }
  }

  /** Keys claimed and completed so far. */
  long done() {
    return done.sum();
  }

  /** Keys of which a call threw. */
  long failed() {
    return failed.sum();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
