package io.github.semel.stress.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import io.github.semel.stress.Count;
import io.github.semel.stress.Tally;
import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A key whose claim was acknowledged, what its holder knows of it, and what others may be told. For
 * one thread at a time; handed on when a load has ended.
 */
final class HeldKey {

  /** What the holder knows. */
  enum State {
    /** Claimed, and not completed. */
    CLAIMED,
    /** The completion was sent, and its answer never came. */
    PERHAPS_RECORDED,
    /** The store has said that the outcome stands. */
    RECORDED,
    /** Perhaps or surely released: whoever comes next may have it. */
    RELEASED
  }

  private final Ticket ticket;
  private final long began;
  private final LongPredicate forgiven;

  private State state = State.CLAIMED;
  private Outcome outcome;
  private @Nullable Outcome perhapsAmended;
  // A claim by somebody else that has no answer yet. It is sent again as it was: another one would
  // lose to it, and hide that it was granted.
  private @Nullable ClaimRequest challenge;
  // The first loss is counted; what follows from it is not.
  private boolean spent;

  private HeldKey(Ticket ticket, long began, LongPredicate forgiven) {
    this.ticket = ticket;
    this.began = began;
    this.forgiven = forgiven;
    this.outcome = outcome(ticket.key(), "");
  }

  /**
   * The first answer to a claim of a key that nobody else uses, or null when it is not the
   * claimant's, which is an error.
   *
   * @param began the {@code nanoTime} before the claim was first sent
   * @param forgiven whether a claim that began at such a time may be forgotten by now
   */
  static @Nullable HeldKey of(
      String key, ClaimResult answer, long began, LongPredicate forgiven, Tally tally) {
    if (!(answer instanceof ClaimResult.Acquired acquired)) {
      tally.add(Count.SELF_LOSSES, "key " + key + " is new, and its claim was told " + answer);
      return null;
    }
    tally.add(Count.ACQUIRED);
    Ticket ticket = acquired.ticket();
    if (ticket.attempt() != 1) {
      tally.add(Count.WRONG_ATTEMPTS, "key " + key + " is new, and its claim was told " + ticket);
    }
    return new HeldKey(ticket, began, forgiven);
  }

  /** Derived from the key, so that the outcome of another would be noticed. */
  static Outcome outcome(String key, String amendment) {
    return Outcome.success(("outcome of " + key + amendment).getBytes(StandardCharsets.UTF_8));
  }

  Ticket ticket() {
    return ticket;
  }

  Outcome outcome() {
    return outcome;
  }

  State state() {
    return state;
  }

  /** The answer to the completion, null when there was none. */
  void completed(@Nullable Completion answer, Tally tally) {
    if (answer == null) {
      state = State.PERHAPS_RECORDED;
    } else if (answer instanceof Completion.Recorded) {
      tally.add(Count.RECORDED);
      state = State.RECORDED;
    } else if (forgiven.test(began)) {
      tally.add(Count.FORGOTTEN);
      spent = true;
    } else {
      refused("completion", answer.toString(), tally);
    }
  }

  /** The answer to a renewal, null when there was none. */
  void renewed(@Nullable Boolean answer, Tally tally) {
    if (Boolean.FALSE.equals(answer)) {
      refused("renewal", "false", tally);
    }
  }

  /**
   * The answer to a release, null when there was none.
   *
   * @param first whether it was sent once: a second release after one whose answer was lost is
   *     another call, and finds nothing to release
   */
  void released(@Nullable Boolean answer, boolean first, Tally tally) {
    state = State.RELEASED;
    if (Boolean.FALSE.equals(answer) && first) {
      refused("release", "false", tally);
    }
  }

  /** The answer to an amendment, null when there was none; {@code first} as for a release. */
  void amended(Outcome replacement, @Nullable Boolean answer, boolean first, Tally tally) {
    if (Boolean.TRUE.equals(answer)) {
      outcome = replacement;
    } else if (answer != null && first) {
      refused("amendment", "false", tally);
    } else {
      perhapsAmended = replacement;
    }
  }

  private void refused(String what, String answer, Tally tally) {
    // With a record of somebody else's it would be a double grant, which a challenge finds.
    tally.add(Count.LOST_CLAIMS, what + " of the holder's own " + ticket + " was told " + answer);
  }

  /** A claim by somebody else, whose answer is to be given to {@link #challenged}. */
  ClaimRequest challenge() {
    ClaimRequest open = challenge;
    if (open == null) {
      open = Caller.request(ticket.key());
      challenge = open;
    }
    return open;
  }

  /** The answer to {@link #challenge}. */
  void challenged(ClaimResult answer, Tally tally) {
    challenge = null;
    if (state == State.RELEASED || spent) {
      return;
    }
    tally.add(Count.CHALLENGES);
    if (answer instanceof ClaimResult.Acquired acquired) {
      granted(acquired.ticket(), tally);
    } else if (answer instanceof ClaimResult.Completed completed) {
      replayed(completed.outcome(), tally);
    } else if (answer instanceof ClaimResult.InProgress running) {
      if (state == State.RECORDED) {
        lostOutcome(answer, tally);
      } else if (running.attempt() != 1) {
        tally.add(Count.WRONG_ATTEMPTS, "key " + ticket.key() + " has " + running);
      }
    } else {
      tally.add(Count.WRONG_ANSWERS, "a claim of key " + ticket.key() + " was told " + answer);
    }
  }

  private void granted(Ticket other, Tally tally) {
    spent = true;
    if (other.attempt() != 1) {
      tally.add(Count.WRONG_ATTEMPTS, "no lease has lapsed, and another has " + other);
    }
    if (forgiven.test(began)) {
      tally.add(Count.FORGOTTEN);
      return;
    }
    tally.add(Count.DOUBLE_GRANTS, ticket + " is live, and another has " + other);
    if (state == State.RECORDED) {
      tally.add(Count.LOST_OUTCOMES, "the outcome of " + ticket + " is gone");
    }
  }

  private void replayed(Outcome found, Tally tally) {
    boolean known = found.equals(outcome) || found.equals(perhapsAmended);
    if (state == State.RECORDED && !known) {
      lostOutcome(found, tally);
    } else if (state == State.CLAIMED || !known) {
      tally.add(
          Count.WRONG_ANSWERS, "key " + ticket.key() + " has an outcome that nobody recorded");
    }
  }

  private void lostOutcome(Object instead, Tally tally) {
    if (forgiven.test(began)) {
      tally.add(Count.FORGOTTEN);
    } else {
      tally.add(Count.LOST_OUTCOMES, "key " + ticket.key() + " was completed, and has " + instead);
    }
    spent = true;
  }
}
