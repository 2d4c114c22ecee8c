package io.github.semel.executor;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Limits;
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
  T succeed(Claim claim, T result) {
    return record(claim, encode(claim, result))
        .map(winner -> duplicates.replay(claim.key(), winner))
        .orElse(result);
  }

  /** Records that an earlier attempt may have taken effect, and says so. */
  T hold(Claim claim) {
    Outcome winner = record(claim, Outcome.inDoubt()).orElse(Outcome.inDoubt());
    return duplicates.replay(claim.key(), winner);
  }

  /**
   * Ends the claim of work that failed as its policy says. Returns the winner's outcome where the
   * claim was lost to one; else empty, and the caller throws the failure.
   */
  Optional<Outcome> fail(Claim claim, Throwable failure) {
    try {
      FailurePolicy.Decision decision = decide(failure);
      if (decision instanceof FailurePolicy.Decision.Recorded recorded) {
        return record(claim, bounded(claim, recorded.outcome()));
      }
      if (decision instanceof FailurePolicy.Decision.Released) {
        settings.store().release(claim.ticket());
      } else {
        lapse(claim.ticket(), failure);
      }
    } catch (IdempotencyException e) {
      // The store is out of reach: the claim lapses by itself, in doubt.
      suppress(e, failure);
    }
    return Optional.empty();
  }

  private FailurePolicy.Decision decide(Throwable failure) {
    try {
      return settings.failures().decide(failure);
    } catch (RuntimeException e) {
      // A rule that throws has not said that nothing took effect.
      suppress(e, failure);
      return new FailurePolicy.Decision.LeftInDoubt();
    }
  }

  private static void suppress(RuntimeException second, Throwable first) {
    // The store or the rule may have thrown the very failure on, which cannot suppress itself.
    if (!second.equals(first)) {
      first.addSuppressed(second);
    }
  }

  /** Ends a claim in doubt: the next claim takes it over with one attempt more. */
  void lapse(Ticket ticket, Throwable reason) {
    try {
      settings.store().renew(ticket, AT_ONCE);
    } catch (IdempotencyException e) {
      // It lapses by itself, later.
      suppress(e, reason);
    }
  }

  /** Ends a claim under which nothing was begun: back to what it was before, as far as can be. */
  void undo(Ticket ticket) {
    if (ticket.inDoubt()) {
      settings.store().renew(ticket, AT_ONCE);
    } else {
      settings.store().release(ticket);
    }
  }

  private Outcome encode(Claim claim, T result) {
    Outcome outcome;
    try {
      Limits.requireNonNull("result", result);
      outcome = Outcome.adopt(Outcome.Status.SUCCESS, settings.codec().encode(result));
    } catch (Throwable e) {
      // Also an Error: a codec may run out of stack on one result. Executed, and not to be executed
      // again because its result has no bytes.
      omitted(claim, Optional.of(e));
      return Outcome.omitted();
    }
    return bounded(claim, outcome);
  }

  private Outcome bounded(Claim claim, Outcome outcome) {
    if (outcome.length() <= settings.store().maxOutcomeBytes()) {
      return outcome;
    }
    omitted(claim, Optional.empty());
    return Outcome.omitted();
  }

  /** Records an outcome; returns another's where that one stands instead. */
  private Optional<Outcome> record(Claim claim, Outcome outcome) {
    Completion completion;
    try {
      completion = settings.store().complete(claim.ticket(), outcome, claim.ttl());
    } catch (StoreUnavailableException e) {
      // The work is done and its result is at hand: the caller gets it, and the recording goes on
      // behind it for as long as the lease would have lasted.
      completeLater(claim, outcome, e);
      return Optional.empty();
    } catch (IdempotencyException e) {
      unrecorded(claim, Optional.of(e));
      return Optional.empty();
    }
    if (completion instanceof Completion.Superseded superseded) {
      return winner(claim, superseded);
    }
    return Optional.empty();
  }

  private Optional<Outcome> winner(Claim claim, Completion.Superseded superseded) {
    IdempotencyRecord current = superseded.current().orElse(null);
    if (current == null || !current.fingerprint().equals(claim.fingerprint())) {
      // Expired or forgotten, and nobody's result to answer with: not that of another request,
      // which
      // has the key by now.
      unrecorded(claim, Optional.empty());
      return Optional.empty();
    }
    if (current instanceof IdempotencyRecord.Completed completed) {
      return Optional.of(completed.outcome());
    }
    IdempotencyRecord.Pending pending = (IdempotencyRecord.Pending) current;
    // By the store's own times; how much of it has passed is the store's to know.
    Duration atMost = Duration.between(pending.claimedAt(), pending.leaseUntil());
    throw new DuplicateInProgressException(claim.key(), atMost, pending.label());
  }

  /** Sends a completion again and again for as long as a lease lasts, then gives it up. */
  private void completeLater(Claim claim, Outcome outcome, StoreUnavailableException cause) {
    resend(
        cause,
        () -> {
          try {
            if (settings.store().complete(claim.ticket(), outcome, claim.ttl())
                instanceof Completion.Superseded) {
              unrecorded(claim, Optional.empty());
            }
          } catch (StoreUnavailableException e) {
            throw e;
          } catch (IdempotencyException e) {
            unrecorded(claim, Optional.of(e));
          }
        },
        gaveUp -> unrecorded(claim, Optional.of(gaveUp)));
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
            undo(acquired.ticket());
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

  private void omitted(Claim claim, Optional<Throwable> cause) {
    Callbacks.run(() -> settings.listener().omitted(claim.ticket(), cause));
  }

  private void unrecorded(Claim claim, Optional<IdempotencyException> cause) {
    counters.unrecorded.increment();
    Callbacks.run(() -> settings.listener().unrecorded(claim.ticket(), cause));
  }
}
