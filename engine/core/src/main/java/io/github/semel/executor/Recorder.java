package io.github.semel.executor;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.callback.Callbacks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Ends claims: records what came of the work, or gives the claim back, or lets it lapse. */
final class Recorder<T> {

  /** The shortest lease there is; renewing with it ends a claim in doubt at once. */
  private static final Duration AT_ONCE = Duration.ofNanos(1_000);

  private final Settings<T> settings;
  private final Duplicates<T> duplicates;
  private final Counters counters;

  Recorder(Settings<T> settings, Duplicates<T> duplicates, Counters counters) {
    this.settings = settings;
    this.duplicates = duplicates;
    this.counters = counters;
  }

  /** Records a result; returns it, or the winner's where the claim was lost to one. */
  T succeed(Ticket ticket, T result, Duration ttl) {
    return record(ticket, encode(ticket, result), ttl)
        .map(winner -> duplicates.replay(ticket.key(), winner))
        .orElse(result);
  }

  /** Records that an earlier attempt may have taken effect, and says so. */
  T hold(Ticket ticket, Duration ttl) {
    Outcome winner = record(ticket, Outcome.inDoubt(), ttl).orElse(Outcome.inDoubt());
    return duplicates.replay(ticket.key(), winner);
  }

  /**
   * Ends the claim of work that failed as its policy says. Returns the winner's outcome where the
   * claim was lost to one; else empty, and the caller throws the failure.
   */
  Optional<Outcome> fail(Ticket ticket, Throwable failure, Duration ttl) {
    try {
      FailurePolicy.Decision decision = settings.failures().decide(failure);
      if (decision instanceof FailurePolicy.Decision.Recorded recorded) {
        return record(ticket, bounded(ticket, recorded.outcome()), ttl);
      }
      if (decision instanceof FailurePolicy.Decision.Released) {
        settings.store().release(ticket);
      } else {
        settings.store().renew(ticket, AT_ONCE);
      }
    } catch (RuntimeException e) {
      // The store is out of reach, or the policy threw: the claim lapses by itself, in doubt.
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
    return Optional.empty();
  }

  /** Ends a claim in doubt: the next claim takes it over with one attempt more. */
  void lapse(Ticket ticket, Exception reason) {
    try {
      settings.store().renew(ticket, AT_ONCE);
    } catch (IdempotencyException e) {
      // It lapses by itself, later.
      reason.addSuppressed(e);
    }
  }

  /** Ends a claim under which nothing was begun: back to what it was before, as far as can be. */
  void undo(Ticket ticket, Exception reason) {
    if (ticket.inDoubt()) {
      lapse(ticket, reason);
      return;
    }
    try {
      settings.store().release(ticket);
    } catch (IdempotencyException e) {
      reason.addSuppressed(e);
    }
  }

  private Outcome encode(Ticket ticket, T result) {
    Outcome outcome;
    try {
      outcome = Outcome.adopt(Outcome.Status.SUCCESS, settings.codec().encode(result));
    } catch (Exception e) {
      // Executed, and not to be executed again because its result has no bytes.
      omitted(ticket, Optional.of(e));
      return Outcome.omitted();
    }
    return bounded(ticket, outcome);
  }

  private Outcome bounded(Ticket ticket, Outcome outcome) {
    if (outcome.length() <= settings.store().maxOutcomeBytes()) {
      return outcome;
    }
    omitted(ticket, Optional.empty());
    return Outcome.omitted();
  }

  /** Records an outcome; returns another's where that one stands instead. */
  private Optional<Outcome> record(Ticket ticket, Outcome outcome, Duration ttl) {
    Completion completion;
    try {
      completion = settings.store().complete(ticket, outcome, ttl);
    } catch (StoreUnavailableException e) {
      // The work is done and its result is at hand: the caller gets it, and the recording goes on
      // behind it for as long as the lease would have lasted.
      completeLater(ticket, outcome, ttl, e);
      return Optional.empty();
    } catch (IdempotencyException e) {
      unrecorded(ticket, Optional.of(e));
      return Optional.empty();
    }
    if (completion instanceof Completion.Superseded superseded) {
      return winner(ticket, superseded);
    }
    return Optional.empty();
  }

  private Optional<Outcome> winner(Ticket ticket, Completion.Superseded superseded) {
    IdempotencyRecord current = superseded.current().orElse(null);
    if (current instanceof IdempotencyRecord.Completed completed) {
      return Optional.of(completed.outcome());
    }
    if (current instanceof IdempotencyRecord.Pending pending) {
      // By the store's own times; how much of it has passed is the store's to know.
      Duration atMost = Duration.between(pending.claimedAt(), pending.leaseUntil());
      throw new DuplicateInProgressException(ticket.key(), atMost, pending.label());
    }
    // Expired or forgotten, and nobody else's result to answer with.
    unrecorded(ticket, Optional.empty());
    return Optional.empty();
  }

  /** Sends a completion again and again for as long as a lease lasts, then gives it up. */
  private void completeLater(
      Ticket ticket, Outcome outcome, Duration ttl, StoreUnavailableException cause) {
    resend(
        cause,
        () -> {
          try {
            if (settings.store().complete(ticket, outcome, ttl) instanceof Completion.Superseded) {
              unrecorded(ticket, Optional.empty());
            }
          } catch (StoreUnavailableException e) {
            throw e;
          } catch (IdempotencyException e) {
            unrecorded(ticket, Optional.of(e));
          }
        },
        gaveUp -> unrecorded(ticket, Optional.of(gaveUp)));
  }

  /**
   * Gives back a claim that may have been made although its answer was lost. Nothing was executed
   * under it, and without this the key would be in doubt once its lease had passed.
   */
  void takeBack(ClaimRequest request, StoreUnavailableException cause) {
    resend(
        cause,
        () -> {
          if (settings.store().claim(request) instanceof ClaimResult.Acquired acquired) {
            undo(acquired.ticket(), cause);
          }
        },
        gaveUp -> {});
  }

  private void resend(
      StoreUnavailableException cause,
      Runnable operation,
      Consumer<StoreUnavailableException> giveUp) {
    new Resending(settings.scheduler(), settings.terms().lease(), operation, giveUp).next(cause);
  }

  private void omitted(Ticket ticket, Optional<Exception> cause) {
    Callbacks.run(() -> settings.listener().omitted(ticket, cause));
  }

  private void unrecorded(Ticket ticket, Optional<IdempotencyException> cause) {
    counters.unrecorded.increment();
    Callbacks.run(() -> settings.listener().unrecorded(ticket, cause));
  }
}
