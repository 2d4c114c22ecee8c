package io.github.semel.stress.history;

import static io.github.semel.stress.history.Zone.LEASED;
import static io.github.semel.stress.history.Zone.NOW;
import static io.github.semel.stress.history.Zone.READ;
import static io.github.semel.stress.history.Zone.SINCE;
import static io.github.semel.stress.history.Zone.ZERO;

import io.github.semel.stress.history.KeyState.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol for one key, read as a question: in which states can the key be after this call with
 * this answer? There may be several, because times are known within bounds and a call without an
 * answer tells nothing of what it did; there is none when the protocol forbids the answer. What the
 * test kit's model computes for one time, this does for all times that are possible.
 *
 * <p>The order of the calls is that of their atomic steps, and so is that of the times that they
 * read, but for one liberty: a call that changes nothing may look without a lock, and see what was
 * there before a change whose time was read already. So its time bounds no other call's, except
 * that what it found expired has expired for the next call too.
 */
final class Protocol {

  private Protocol() {}

  /**
   * The states after a call; empty when it cannot have had this answer. Of a call without one, only
   * those states that differ: that it did nothing is the same as if it had not taken place.
   */
  static List<KeyState> after(KeyState before, Call call) {
    List<KeyState> after = new ArrayList<>(1);
    boolean again =
        call.answer == Answer.ACQUIRED
            && before.phase == Phase.PENDING
            && before.owner == call.owner;
    boolean quiet = !call.answer.tellsOfAChange() && !call.answer.isAmbiguous();
    if (quiet || again) {
      unexpired(READ, before, call, after);
    }
    if (!quiet) {
      unexpired(NOW, before, call, after);
    }
    if (before.phase != Phase.ABSENT) {
      expired(quiet ? 0 : call.from, before, call, after);
    }
    return after;
  }

  private static void unexpired(int clock, KeyState before, Call call, List<KeyState> after) {
    KeyState state = before.copy();
    state.before = null;
    if (!state.zone.moveOn(clock, call.from, call.to)) {
      return;
    }
    int first = after.size();
    if (state.phase == Phase.ABSENT) {
      absent(state, call, after);
    } else if (state.zone.atMost(clock, start(state), kept(state) - 1)) {
      present(state, call, clock, after);
    }
    for (KeyState reached : after.subList(first, after.size())) {
      reached.zone.set(READ);
    }
  }

  private static void expired(long from, KeyState before, Call call, List<KeyState> after) {
    KeyState state = before.copy();
    state.before = null;
    if (state.zone.moveOn(NOW, from, call.to)
        && state.zone.atLeast(NOW, start(state), kept(state))) {
      state.vanish().zone.set(READ);
      absent(state, call, after);
    }
  }

  private static int start(KeyState state) {
    return state.phase == Phase.PENDING ? LEASED : SINCE;
  }

  private static long kept(KeyState state) {
    return state.phase == Phase.PENDING ? state.lease + state.ttl : state.keep;
  }

  // --- where there is no record
  // ----------------------------------------------------------------------

  private static void absent(KeyState state, Call call, List<KeyState> after) {
    switch (call.operation) {
      case CLAIM -> {
        if (call.answer == Answer.FULL) {
          after.add(state);
        } else {
          acquire(state, call, 1, after);
        }
      }
      case COMPLETE -> keepIf(isAbsent(call) || call.answer == Answer.TOO_LARGE, state, after);
      case FIND -> keepIf(isAbsent(call), state, after);
      default -> keepIf(call.answer == Answer.REFUSED, state, after);
    }
  }

  private static boolean isAbsent(Call call) {
    return call.answer == Answer.ABSENT;
  }

  private static void keepIf(boolean allowed, KeyState state, List<KeyState> after) {
    if (allowed) {
      after.add(state);
    }
  }

  private static void acquire(KeyState state, Call call, int attempt, List<KeyState> after) {
    if (call.answer == Answer.ACQUIRED) {
      if (call.givenAttempt != attempt
          || call.givenOwner != call.owner
          || call.givenFence <= state.highestFence
          || !state.zone.atMost(NOW, ZERO, call.givenFence)) {
        return;
      }
      state.fence = call.givenFence;
      state.highestFence = call.givenFence;
    } else if (call.answer.isAmbiguous()) {
      state.fence = KeyState.UNKNOWN_FENCE;
      state.highestFence++;
    } else {
      return;
    }
    state.phase = Phase.PENDING;
    state.owner = call.owner;
    state.attempt = attempt;
    state.fingerprint = call.fingerprint;
    state.label = call.label;
    state.lease = call.lease;
    state.ttl = call.ttl;
    state.zone.set(SINCE);
    state.zone.set(LEASED);
    after.add(state);
  }

  // --- where there is one
  // ----------------------------------------------------------------------------

  private static void present(KeyState state, Call call, int clock, List<KeyState> after) {
    switch (call.operation) {
      case CLAIM -> claim(state, call, clock, after);
      case FIND -> keepIf(isShown(state, call), state, after);
      case AMEND -> amend(state, call, after);
      case FORGET -> forget(state, call, after);
      default -> held(state, call, after);
    }
  }

  private static void claim(KeyState state, Call call, int clock, List<KeyState> after) {
    boolean pending = state.phase == Phase.PENDING;
    if (pending && state.owner == call.owner) {
      keepIf(
          call.answer == Answer.ACQUIRED
              && call.givenOwner == call.owner
              && call.givenAttempt == state.attempt
              && state.hasFence(call.givenFence),
          state,
          after);
    } else if (state.fingerprint != call.fingerprint) {
      keepIf(
          call.answer == Answer.MISMATCH && call.givenFingerprint == state.fingerprint,
          state,
          after);
    } else if (!pending) {
      keepIf(
          call.answer == Answer.COMPLETED
              && call.givenOutcome == state.outcome
              && state.zone.exactly(SINCE, ZERO, call.since)
              && state.zone.exactly(clock, SINCE, state.keep - call.until),
          state,
          after);
    } else if (call.answer == Answer.IN_PROGRESS) {
      keepIf(
          call.givenLabel == state.label
              && call.givenAttempt == state.attempt
              && state.zone.atMost(clock, LEASED, state.lease - 1)
              && state.zone.exactly(clock, SINCE, call.since)
              && state.zone.exactly(clock, LEASED, state.lease - call.until),
          state,
          after);
    } else if (state.zone.atLeast(clock, LEASED, state.lease)) {
      acquire(state, call, state.attempt + 1, after);
    }
  }

  /** Calls that a ticket has to prove; a fence that is not known may be the ticket's or not. */
  private static void held(KeyState state, Call call, List<KeyState> after) {
    boolean open = state.fence == KeyState.UNKNOWN_FENCE;
    KeyState stranger = state.copy();
    boolean proven = state.owner == call.owner && state.hasFence(call.fence);
    if (proven) {
      holder(state, call, after);
    }
    if (!proven || open) {
      switch (call.operation) {
        case COMPLETE ->
            keepIf(call.answer == Answer.TOO_LARGE || isShown(stranger, call), stranger, after);
        default -> keepIf(call.answer == Answer.REFUSED, stranger, after);
      }
    }
  }

  private static void holder(KeyState state, Call call, List<KeyState> after) {
    boolean pending = state.phase == Phase.PENDING;
    boolean granted = call.answer == Answer.GRANTED || call.answer.isAmbiguous();
    switch (call.operation) {
      case COMPLETE -> complete(state, call, pending, after);
      case RENEW -> {
        if (pending && granted) {
          state.lease = call.lease;
          state.zone.set(LEASED);
          after.add(state);
        } else {
          keepIf(!pending && call.answer == Answer.REFUSED, state, after);
        }
      }
      default -> {
        if (pending && granted) {
          after.add(state.vanish());
        } else {
          keepIf(!pending && call.answer == Answer.REFUSED, state, after);
        }
      }
    }
  }

  private static void complete(KeyState state, Call call, boolean pending, List<KeyState> after) {
    if (call.answer == Answer.TOO_LARGE) {
      after.add(state);
    } else if (!pending) {
      keepIf(call.answer == Answer.RECORDED, state, after);
    } else if (call.answer == Answer.RECORDED || call.answer.isAmbiguous()) {
      state.phase = Phase.COMPLETED;
      state.outcome = call.outcome;
      state.keep = call.ttl;
      state.amendments = 0;
      state.label = 0;
      state.lease = 0;
      state.ttl = 0;
      state.zone.set(SINCE);
      state.zone.set(LEASED);
      after.add(state);
    }
  }

  private static void amend(KeyState state, Call call, List<KeyState> after) {
    boolean named =
        state.phase == Phase.COMPLETED
            && state.amendments == call.amendments
            && state.hasFence(call.fence);
    if (!named) {
      keepIf(call.answer == Answer.REFUSED, state, after);
    } else if (call.answer == Answer.GRANTED || call.answer.isAmbiguous()) {
      state.outcome = call.outcome;
      state.amendments++;
      after.add(state);
    }
  }

  private static void forget(KeyState state, Call call, List<KeyState> after) {
    boolean open = state.fence == KeyState.UNKNOWN_FENCE;
    KeyState other = state.copy();
    boolean named = state.hasFence(call.fence);
    if (named && (call.answer == Answer.GRANTED || call.answer.isAmbiguous())) {
      after.add(state.vanish());
    }
    if (!named || open) {
      keepIf(call.answer == Answer.REFUSED, other, after);
    }
  }

  /** Whether the record is what was shown. */
  private static boolean isShown(KeyState state, Call call) {
    boolean common =
        call.givenOwner == state.owner
            && call.givenAttempt == state.attempt
            && call.givenFingerprint == state.fingerprint
            && state.hasFence(call.givenFence)
            && state.zone.exactly(SINCE, ZERO, call.since);
    if (state.phase == Phase.PENDING) {
      return common
          && call.answer == Answer.PENDING
          && call.givenLabel == state.label
          && state.zone.exactly(LEASED, ZERO, call.until - state.lease)
          && call.retained == call.until + state.ttl;
    }
    return common
        && call.answer == Answer.COMPLETED
        && call.givenAmendments == state.amendments
        && call.givenOutcome == state.outcome
        && call.until == call.since + state.keep;
  }
}
