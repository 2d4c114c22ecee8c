package io.github.semel.executor;

import io.github.semel.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends one operation again, behind the caller's back, until the store is in reach: after 100 ms,
 * doubling up to 5 s, for as long as a lease lasts. Used by the scheduler's thread after the
 * caller's.
 */
final class Resending {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ScheduledExecutorService scheduler;
  private final Runnable operation;
  private final Consumer<StoreUnavailableException> giveUp;

  private long left;
  private long delay = FIRST_NANOS;

  Resending(
      ScheduledExecutorService scheduler,
      Duration limit,
      Runnable operation,
      Consumer<StoreUnavailableException> giveUp) {
    this.scheduler = scheduler;
    this.left = limit.toNanos();
    this.operation = operation;
    this.giveUp = giveUp;
  }

  /** Schedules the next attempt, or gives up where the time or the scheduler has ended. */
  void next(StoreUnavailableException cause) {
    left -= delay;
    if (left <= 0) {
      giveUp.accept(cause);
      return;
    }
    try {
      Future<?> unused = scheduler.schedule(this::attempt, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      giveUp.accept(cause);
    }
  }

  private void attempt() {
    try {
      operation.run();
    } catch (StoreUnavailableException e) {
      delay = Math.min(delay * 2, LAST_NANOS);
      next(e);
    }
  }
}
