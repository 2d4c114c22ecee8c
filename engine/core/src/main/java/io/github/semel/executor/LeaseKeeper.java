package io.github.semel.executor;

import io.github.semel.IdempotencyStore;
import io.github.semel.callback.Callbacks;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Renews the lease of one execution at a third of it, so that two renewals may fail before it
 * lapses. Tells the execution when the claim is gone, or when no renewal has got through for a
 * whole lease.
 */
final class LeaseKeeper implements AutoCloseable {

  private final IdempotencyStore store;
  private final Execution execution;
  private final Duration lease;
  private final Runnable onLost;
  private final Future<?> renewing;

  /** Set once, by the end of the work or by the loss of the lease, whichever comes first. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Touched by the constructor, then by the scheduler's successive runs of the one task alone. */
  private long renewedAt = System.nanoTime();

  LeaseKeeper(
      IdempotencyStore store,
      ScheduledExecutorService scheduler,
      Execution execution,
      Duration lease,
      Runnable onLost) {
    this.store = store;
    this.execution = execution;
    this.lease = lease;
    this.onLost = onLost;
    long third = Math.max(1, lease.toNanos() / 3);
    this.renewing =
        scheduler.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.NANOSECONDS);
  }

  private void renew() {
    if (ended.get()) {
      return;
    }
    long asked = System.nanoTime();
    boolean lost;
    try {
      lost = !store.renew(execution.ticket(), lease);
      renewedAt = asked;
    } catch (RuntimeException e) {
      // Out of reach, or a fault of the store's; thrown on, it would end the renewals. Either way
      // the claim stands until the lease that was last granted has passed.
      lost = asked - renewedAt >= lease.toNanos();
    }
    if (lost && ended.compareAndSet(false, true)) {
      // The work first: it is what must stop.
      execution.lose();
      Callbacks.run(onLost);
    }
  }

  /** Ends the renewals. One under way may still reach the store, where it is harmless. */
  @Override
  public void close() {
    ended.set(true);
    renewing.cancel(false);
  }
}
