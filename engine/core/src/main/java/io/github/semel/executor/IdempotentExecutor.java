package io.github.semel.executor;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.Outcome;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.callback.Callbacks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs work so that it has its effect once for each key: claims the key, keeps the lease while the
 * work runs, records what came of it, and answers duplicates with that.
 *
 * <p>What it cannot promise: that work whose process died between its effect and the recording is
 * not executed again. It makes that case visible as a doubt, and does what {@link InDoubtHandling}
 * says; unless told otherwise, it executes nothing in doubt.
 *
 * <p>Safe for any number of threads. Make one for each type of result, and close it in the end.
 *
 * @param <T> the results of the work
 */
public final class IdempotentExecutor<T> implements AutoCloseable {

  private final Settings<T> settings;
  private final boolean ownsScheduler;
  private final Counters counters = new Counters();
  private final Duplicates<T> duplicates;
  private final Recorder<T> recorder;

  private volatile boolean closed;

  IdempotentExecutor(Settings<T> settings, boolean ownsScheduler) {
    this.settings = settings;
    this.ownsScheduler = ownsScheduler;
    this.duplicates = new Duplicates<>(settings.store(), settings.codec(), counters);
    this.recorder = new Recorder<>(settings, duplicates, counters);
  }

  /** Options for an executor over {@code store}, which stays the caller's to close. */
  public static <T> IdempotentExecutorBuilder<T> builder(IdempotencyStore store, Codec<T> codec) {
    return new IdempotentExecutorBuilder<>(store, codec);
  }

  /**
   * Does the work, or answers with what came of it before. See {@link #execute(RequestKey,
   * DuplicateHandling, Work)}.
   */
  public <X extends Exception> T execute(String key, Fingerprint fingerprint, Work<T, X> work)
      throws X {
    return execute(RequestKey.of(key, fingerprint), work);
  }

  /**
   * Does the work, or answers with what came of it before. See {@link #execute(RequestKey,
   * DuplicateHandling, Work)}.
   */
  public <X extends Exception> T execute(RequestKey request, Work<T, X> work) throws X {
    return execute(request, settings.duplicates(), work);
  }

  /**
   * Does the work, or answers with what came of it before.
   *
   * @param handling what this call gets if it is a duplicate
   * @throws X what the work throws; duplicates get a {@link RecordedFailureException} if its
   *     failure is final
   * @throws FingerprintMismatchException when the key is in use for another request
   * @throws DuplicateInProgressException when the first is still running, and the handling does not
   *     wait or has waited long enough
   * @throws DuplicateRequestException when duplicates are rejected
   * @throws InDoubtException when an earlier attempt may have taken effect and is held
   * @throws DoubtUnresolvedException when the resolver cannot tell
   * @throws OutcomeOmittedException when the work was done and its result was not recorded
   * @throws CodecException when the codec cannot read what was recorded
   * @throws WaitInterruptedException when the thread is interrupted while it waits
   * @throws io.github.semel.StoreFullException when the store has no room for the key
   * @throws StoreUnavailableException when the store is out of reach; nothing was executed
   * @throws io.github.semel.OutcomeTooLargeException when what was merged is over the store's limit
   * @throws io.github.semel.StoreCorruptException when the key's record cannot be read
   * @throws ExecutorClosedException after {@link #close}
   */
  public <X extends Exception> T execute(
      RequestKey request, DuplicateHandling<T> handling, Work<T, X> work) throws X {
    Limits.requireNonNull("request", request);
    Limits.requireNonNull("handling", handling);
    Limits.requireNonNull("work", work);
    requireOpen();
    Step<T> step = turn(request, handling);
    if (step instanceof Step.Answer<T> answer) {
      return answer.result();
    }
    if (step instanceof Step.Unreached<T> unreached) {
      return work.perform(unprotected(unreached));
    }
    return perform(claimed(request, ((Step.Perform<T>) step).ticket()), work);
  }

  /**
   * A mix of the two forms, for servers whose handlers begin on a thread of their own and may end
   * on another: claims, waits as {@link #execute(RequestKey, DuplicateHandling, Work)} does, and
   * starts the work, all on the calling thread. Refusals are thrown, with the exceptions named
   * there; what becomes of the work comes through the stage.
   */
  public CompletionStage<T> start(
      RequestKey request, DuplicateHandling<T> handling, AsyncWork<T> work) {
    Limits.requireNonNull("request", request);
    Limits.requireNonNull("handling", handling);
    Limits.requireNonNull("work", work);
    requireOpen();
    Step<T> step = turn(request, handling);
    if (step instanceof Step.Answer<T> answer) {
      return CompletableFuture.completedFuture(answer.result());
    }
    if (step instanceof Step.Unreached<T> unreached) {
      return started(work, unprotected(unreached));
    }
    return performAsync(claimed(request, ((Step.Perform<T>) step).ticket()), work);
  }

  /** The twin of {@link #execute(String, Fingerprint, Work)} that waits without a thread. */
  public CompletionStage<T> executeAsync(String key, Fingerprint fingerprint, AsyncWork<T> work) {
    return executeAsync(RequestKey.of(key, fingerprint), work);
  }

  /** The twin of {@link #execute(RequestKey, Work)} that waits without a thread. */
  public CompletionStage<T> executeAsync(RequestKey request, AsyncWork<T> work) {
    return executeAsync(request, settings.duplicates(), work);
  }

  /**
   * The twin of {@link #execute(RequestKey, DuplicateHandling, Work)} that waits without a thread.
   * The first claim is made, and the work started, by the calling thread; what follows a wait runs
   * on the executor for continuations. The stage fails with what the twin would throw; bad
   * arguments and {@link ExecutorClosedException} are thrown.
   */
  public CompletionStage<T> executeAsync(
      RequestKey request, DuplicateHandling<T> handling, AsyncWork<T> work) {
    Limits.requireNonNull("request", request);
    Limits.requireNonNull("handling", handling);
    Limits.requireNonNull("work", work);
    requireOpen();
    return claimAsync(request, handling, work, Optional.empty());
  }

  /** What this executor has done so far. */
  public ExecutorStats stats() {
    return counters.read();
  }

  /**
   * Takes no more calls. If the scheduler is the executor's own, leases are no longer kept: work
   * that is running goes on, and is in doubt for others once its lease has passed.
   */
  @Override
  public void close() {
    closed = true;
    if (ownsScheduler) {
      // Not shutdownNow: the timers of those who wait, and completions to be sent again, still run.
      settings.scheduler().shutdown();
    }
  }

  // --- one claim ---

  /** Claims until there is an answer, a claim or no store to be had, waiting on this thread. */
  private Step<T> turn(RequestKey request, DuplicateHandling<T> handling) {
    Waiting waiting = null;
    try {
      while (true) {
        Step<T> step = claim(request, handling);
        if (step instanceof Step.Unreached<T> unreached && waiting != null) {
          throw refused(unreached);
        }
        if (!(step instanceof Step.Await<T> await)) {
          return step;
        }
        if (waiting == null) {
          waiting = newWaiting(request, handling);
        }
        if (waiting.isOver()) {
          throw duplicates.giveUp(request, await.running(), handling);
        }
        await(waiting, await.running().remainingLease(), request.key());
      }
    } finally {
      if (waiting != null) {
        waited(request, waiting);
      }
    }
  }

  private void waited(RequestKey request, Waiting waiting) {
    Duration took = waiting.end();
    Callbacks.run(() -> settings.listener().waited(request.key(), took));
  }

  private Step<T> claim(RequestKey request, DuplicateHandling<T> handling) {
    while (true) {
      ClaimRequest claim = ClaimRequest.of(request.key(), request.fingerprint(), terms(request));
      ClaimResult result;
      try {
        result = settings.store().claim(claim);
      } catch (StoreUnavailableException e) {
        return new Step.Unreached<>(claim, e);
      }
      if (result instanceof ClaimResult.Acquired acquired) {
        return new Step.Perform<>(acquired.ticket());
      }
      if (result instanceof ClaimResult.Mismatch) {
        throw new FingerprintMismatchException(request.key());
      }
      if (result instanceof ClaimResult.InProgress running) {
        duplicates.refuseRunning(request, running, handling);
        return new Step.Await<>(running);
      }
      Optional<T> answer = duplicates.answer(request, (ClaimResult.Completed) result, handling);
      if (answer.isPresent()) {
        return new Step.Answer<>(answer.get());
      }
      // It expired between the claim and the merge: claim again.
    }
  }

  private ClaimTerms terms(RequestKey request) {
    ClaimTerms terms = settings.terms();
    return request.window().map(terms::withTtl).orElse(terms);
  }

  private Claim claimed(RequestKey request, Ticket ticket) {
    return new Claim(
        ticket, request.fingerprint(), request.window().orElse(settings.terms().ttl()));
  }

  private Waiting newWaiting(RequestKey request, DuplicateHandling<T> handling) {
    return new Waiting(request.key(), settings.store(), settings.scheduler(), handling.waitLimit());
  }

  /** An execution without a claim, where that was chosen; else throws why there is none. */
  private Execution unprotected(Step.Unreached<T> unreached) {
    if (settings.outage() == OutagePolicy.REFUSE) {
      throw refused(unreached);
    }
    StoreUnavailableException cause = unreached.cause();
    ClaimRequest claim = unreached.request();
    counters.unprotected.increment();
    counters.executed.increment();
    Callbacks.run(() -> settings.listener().unprotected(claim.key(), cause));
    return new Execution(Ticket.of(claim.key(), claim.owner(), 0, 1), true);
  }

  /**
   * Why there is no claim, once the one that may have been made is taken back. Also for a duplicate
   * that has seen the first one running, whatever was chosen: it is not let loose beside it.
   */
  private StoreUnavailableException refused(Step.Unreached<T> unreached) {
    recorder.takeBack(unreached.request(), unreached.cause());
    return unreached.cause();
  }

  private void requireOpen() {
    if (closed) {
      throw new ExecutorClosedException();
    }
  }

  // --- the work, on the calling thread ---

  private <X extends Exception> T perform(Claim claim, Work<T, X> work) throws X {
    Optional<T> settled = settleDoubt(claim);
    if (settled.isPresent()) {
      return settled.get();
    }
    T result;
    Execution execution = new Execution(claim.ticket(), false);
    LeaseKeeper keeper = keep(execution);
    counters.executed.increment();
    FlightEvent event = FlightEvent.working(claim.ticket());
    try {
      result = work.perform(execution);
    } catch (Throwable failure) {
      keeper.close();
      event.finish(Optional.of(failure));
      Optional<Outcome> winner = recorder.fail(claim, failure);
      if (winner.isPresent()) {
        return duplicates.replay(claim.key(), winner.get());
      }
      throw failure;
    }
    keeper.close();
    event.finish(Optional.empty());
    return recorder.succeed(claim, result);
  }

  /** What came of an earlier attempt, if the ticket is in doubt; empty to do the work. */
  private Optional<T> settleDoubt(Claim claim) {
    Ticket ticket = claim.ticket();
    if (!ticket.inDoubt() || settings.inDoubt() instanceof InDoubtHandling.Rerun) {
      return Optional.empty();
    }
    if (settings.inDoubt() instanceof InDoubtHandling.Ask<T> ask) {
      if (resolve(ticket, ask) instanceof InDoubtHandling.Resolution.TookEffect<T> effect) {
        return Optional.of(recorder.succeed(claim, effect.result()));
      }
      // The resolver may have taken longer than the lease was kept: to work beside the next holder
      // is what the doubt was about.
      if (!settings.store().renew(ticket, settings.terms().lease())) {
        throw new DoubtUnresolvedException(
            ticket.key(),
            new IllegalStateException("the claim was lost while the resolver looked"));
      }
      return Optional.empty();
    }
    return Optional.of(recorder.hold(claim));
  }

  private InDoubtHandling.Resolution<T> resolve(Ticket ticket, InDoubtHandling.Ask<T> ask) {
    LeaseKeeper keeper = keep(new Execution(ticket, false));
    try {
      return Limits.requireNonNull("resolution", ask.resolver().resolve(ticket));
    } catch (Throwable e) {
      keeper.close();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      recorder.lapse(ticket, e);
      if (e instanceof Error error) {
        throw error;
      }
      throw new DoubtUnresolvedException(ticket.key(), e);
    } finally {
      keeper.close();
    }
  }

  private LeaseKeeper keep(Execution execution) {
    try {
      return new LeaseKeeper(
          settings.store(),
          settings.scheduler(),
          execution,
          settings.terms().lease(),
          () -> {
            counters.leasesLost.increment();
            settings.listener().leaseLost(execution.ticket());
          });
    } catch (RejectedExecutionException e) {
      // Closed, or the caller's scheduler is, after the claim was made and before anything was
      // done.
      recorder.undo(execution.ticket());
      throw new ExecutorClosedException();
    }
  }

  // --- the work, on whatever thread ends it ---

  private CompletionStage<T> claimAsync(
      RequestKey request,
      DuplicateHandling<T> handling,
      AsyncWork<T> work,
      Optional<Waiting> before) {
    boolean waitsOn = false;
    try {
      Step<T> step = claim(request, handling);
      if (step instanceof Step.Answer<T> answer) {
        return CompletableFuture.completedFuture(answer.result());
      }
      if (step instanceof Step.Perform<T> perform) {
        return performAsync(claimed(request, perform.ticket()), work);
      }
      if (step instanceof Step.Unreached<T> unreached) {
        if (before.isPresent()) {
          throw refused(unreached);
        }
        return started(work, unprotected(unreached));
      }
      ClaimResult.InProgress running = ((Step.Await<T>) step).running();
      Waiting waiting = before.orElseGet(() -> newWaiting(request, handling));
      if (waiting.isOver()) {
        throw duplicates.giveUp(request, running, handling);
      }
      CompletableFuture<Void> woken = waiting.round(running.remainingLease());
      waitsOn = true;
      return woken.thenComposeAsync(
          unused -> claimAsync(request, handling, work, Optional.of(waiting)),
          settings.continuations());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      if (!waitsOn) {
        before.ifPresent(waiting -> waited(request, waiting));
      }
    }
  }

  private CompletionStage<T> performAsync(Claim claim, AsyncWork<T> work) {
    Optional<T> settled = settleDoubt(claim);
    if (settled.isPresent()) {
      return CompletableFuture.completedFuture(settled.get());
    }
    Execution execution = new Execution(claim.ticket(), false);
    LeaseKeeper keeper = keep(execution);
    counters.executed.increment();
    CompletableFuture<T> answer = new CompletableFuture<>();
    FlightEvent event = FlightEvent.working(claim.ticket());
    started(work, execution)
        .whenComplete(
            (result, failure) -> {
              keeper.close();
              event.finish(Optional.ofNullable(failure).map(FailurePolicy::unwrapped));
              Runnable end = () -> end(claim, result, failure, answer);
              try {
                settings.continuations().execute(end);
              } catch (RejectedExecutionException e) {
                // The work is done: what came of it is recorded all the same, by this thread.
                end.run();
              }
            });
    return answer;
  }

  private void end(
      Claim claim, @Nullable T result, @Nullable Throwable thrown, CompletableFuture<T> answer) {
    try {
      if (thrown == null) {
        @SuppressWarnings("NullAway") // null only beside a failure, or where the work gave null
        T value = recorder.succeed(claim, result);
        answer.complete(value);
        return;
      }
      Throwable failure = FailurePolicy.unwrapped(thrown);
      Optional<Outcome> winner = recorder.fail(claim, failure);
      if (winner.isPresent()) {
        answer.complete(duplicates.replay(claim.key(), winner.get()));
      } else {
        answer.completeExceptionally(failure);
      }
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  private CompletionStage<T> started(AsyncWork<T> work, Execution execution) {
    try {
      return Limits.requireNonNull("stage", work.start(execution));
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private static void await(Waiting waiting, Duration remainingLease, String key) {
    try {
      waiting.round(remainingLease).get();
    } catch (InterruptedException e) {
      waiting.abandon();
      Thread.currentThread().interrupt();
      throw new WaitInterruptedException(key, e);
    } catch (ExecutionException e) {
      throw new AssertionError("a wait is only ever completed", e);
    }
  }
}
