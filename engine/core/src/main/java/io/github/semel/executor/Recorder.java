package io.github.semel.executor;

import io.github.semel.Completion;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Ends claims: records what came of the work, or gives the claim back, or lets it lapse. */
final class Recorder<T> {

  private static final Duration FIRST_RESEND = Duration.ofMillis(100);
  private static final Duration LAST_RESEND = Duration.ofSeconds(5);

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
    byte[] bytes;
    try {
      bytes = settings.codec().encode(result);
    } catch (Exception e) {
      // Executed, and not to be executed again because its result has no bytes.
      settings.listener().omitted(ticket, Optional.of(e));
      return Outcome.omitted();
    }
    return bounded(ticket, Outcome.adopt(Outcome.Status.SUCCESS, bytes));
  }

  private Outcome bounded(Ticket ticket, Outcome outcome) {
    if (outcome.length() <= settings.store().maxOutcomeBytes()) {
      return outcome;
    }
    settings.listener().omitted(ticket, Optional.empty());
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
      resendLater(ticket, outcome, ttl, FIRST_RESEND, System.nanoTime(), e);
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
      Duration remaining = Duration.between(Instant.now(), pending.leaseUntil());
      throw new DuplicateInProgressException(
          ticket.key(), remaining.isNegative() ? Duration.ZERO : remaining, pending.label());
    }
    // Expired or forgotten, and nobody else's result to answer with.
    unrecorded(ticket, Optional.empty());
    return Optional.empty();
  }

  private void resendLater(
      Ticket ticket,
      Outcome outcome,
      Duration ttl,
      Duration delay,
      long since,
      IdempotencyException cause) {
    if (System.nanoTime() - since + delay.toNanos() >= settings.terms().lease().toNanos()) {
      unrecorded(ticket, Optional.of(cause));
      return;
    }
    try {
      Runnable resend = () -> resend(ticket, outcome, ttl, delay, since);
      Future<?> unused =
          settings.scheduler().schedule(resend, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      unrecorded(ticket, Optional.of(cause));
    }
  }

  private void resend(Ticket ticket, Outcome outcome, Duration ttl, Duration delay, long since) {
    try {
      if (settings.store().complete(ticket, outcome, ttl) instanceof Completion.Superseded) {
        unrecorded(ticket, Optional.empty());
      }
    } catch (StoreUnavailableException e) {
      Duration next = delay.multipliedBy(2);
      resendLater(
          ticket, outcome, ttl, next.compareTo(LAST_RESEND) < 0 ? next : LAST_RESEND, since, e);
    } catch (IdempotencyException e) {
      unrecorded(ticket, Optional.of(e));
    }
  }

  private void unrecorded(Ticket ticket, Optional<IdempotencyException> cause) {
    counters.unrecorded.increment();
    settings.listener().unrecorded(ticket, cause);
  }
}
