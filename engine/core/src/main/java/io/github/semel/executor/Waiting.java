package io.github.semel.executor;

import io.github.semel.IdempotencyStore;
import io.github.semel.SettlementNotifier;
import io.github.semel.SettlementNotifier.Registration;
import io.github.semel.callback.Callbacks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One duplicate's wait for a running claim, over as many rounds as it takes. A store with a
 * notifier wakes it; any other is polled after 5 ms, doubling up to 500 ms, with full jitter so
 * that the duplicates of one key do not come in step. Used by one thread after another, never by
 * two at once.
 */
final class Waiting {

  private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LAST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final String key;
  private final Optional<SettlementNotifier> notifier;
  private final ScheduledExecutorService scheduler;
  private final long begun = System.nanoTime();
  private final long deadline;
  private final FlightEvent event = FlightEvent.waiting();

  private long poll = FIRST_POLL_NANOS;

  /** Ends the round under way; written by each round, on the thread that begins it. */
  private CompletableFuture<Void> woken = new CompletableFuture<>();

  Waiting(String key, IdempotencyStore store, ScheduledExecutorService scheduler, Duration limit) {
    this.key = key;
    this.notifier = store.notifier();
    this.scheduler = scheduler;
    this.deadline = begun + limit.toNanos();
  }

  /** Ends it, however it came out; returns how long it was. */
  Duration end() {
    event.finish(Optional.empty());
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  boolean isOver() {
    return left() <= 0;
  }

  private long left() {
    return deadline - System.nanoTime();
  }

  /**
   * Completes when it is worth claiming again: the claim was settled, its lease has passed, a poll
   * is due, or the wait is over. Neither timer nor registration is left by then.
   */
  CompletableFuture<Void> round(Duration remainingLease) {
    CompletableFuture<Void> thisRound = new CompletableFuture<>();
    woken = thisRound;
    Runnable wake = () -> thisRound.complete(null);
    long atMost = Math.min(left(), remainingLease.toNanos());
    Registration registration;
    if (notifier.isPresent()) {
      registration = notifier.get().onSettled(key, wake);
    } else {
      registration = () -> {};
      atMost = Math.min(atMost, ThreadLocalRandom.current().nextLong(1, poll + 1));
      poll = Math.min(poll * 2, LAST_POLL_NANOS);
    }
    ScheduledFuture<?> timer;
    try {
      timer = scheduler.schedule(wake, Math.max(0, atMost), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      registration.cancel();
      throw new ExecutorClosedException();
    }
    return thisRound.thenRun(
        () -> {
          timer.cancel(false);
          // A store's fault here is no reason to keep its duplicates waiting.
          Callbacks.run(() -> registration.cancel());
        });
  }

  /** Ends the round under way: its caller waits no longer. */
  void abandon() {
    woken.complete(null);
  }
}
