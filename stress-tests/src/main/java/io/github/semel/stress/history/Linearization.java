package io.github.semel.stress.history;

import io.github.semel.StoreOperation;
import io.github.semel.stress.history.KeyState.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order in which the calls of one key can have taken place: each between its beginning
 * and its end, each with the answer that it had. The search is that of Wing and Gong with the
 * memory of Lowe: next may come whatever began before the first end among those that are left, and
 * a combination of calls done and state reached is tried once. A call without an answer may be left
 * out. Made for keys with some dozens of calls.
 */
final class Linearization {

  /** What a search came to. */
  enum Verdict {
    ALLOWED,
    FORBIDDEN,
    /** Given up: too many calls at the same time, or too many combinations. */
    UNDECIDED
  }

  /** Which calls are done, as a prefix and a set beyond it; which ambiguous ones; and the state. */
  private record Point(int prefix, long beyond, long ambiguous, KeyState state) {}

  private static final int MOST_POINTS = 400_000;

  /** The search goes as deep as there are calls, and the stack has an end. */
  private static final int MOST_CALLS = 1_500;

  private final boolean forgetful;
  private final int mostPoints;
  private final List<Call> certain = new ArrayList<>();
  private final List<Call> ambiguous = new ArrayList<>();
  private final Set<Point> tried = new HashSet<>();
  private boolean gaveUp;

  private Linearization(List<Call> calls, boolean forgetful, int mostPoints) {
    this.forgetful = forgetful;
    this.mostPoints = mostPoints;
    for (Call call : calls) {
      (call.answer.isAmbiguous() ? ambiguous : certain).add(call);
    }
    Comparator<Call> byBeginning = Comparator.comparingLong(call -> call.begun);
    certain.sort(byBeginning);
    ambiguous.sort(byBeginning);
  }

  /** Whether the protocol allows the calls of a key that had no record before. */
  static Verdict of(List<Call> calls) {
    return of(calls, false);
  }

  /**
   * As above.
   *
   * @param forgetful whether a change may be taken back that no answer has confirmed, or that was a
   *     release, and that no confirmed change has followed: as by a server that was replaced by one
   *     that had not heard of it; and a claim that was not confirmed be ended
   */
  static Verdict of(List<Call> calls, boolean forgetful) {
    return of(calls, forgetful, MOST_POINTS);
  }

  /** As above, and gives up after so many combinations. */
  static Verdict of(List<Call> calls, boolean forgetful, int mostPoints) {
    Linearization search = new Linearization(calls, forgetful, mostPoints);
    if (search.ambiguous.size() > Long.SIZE || search.certain.size() > MOST_CALLS) {
      return Verdict.UNDECIDED;
    }
    if (search.search(0, 0, 0, new KeyState())) {
      return Verdict.ALLOWED;
    }
    return search.gaveUp ? Verdict.UNDECIDED : Verdict.FORBIDDEN;
  }

  private boolean search(int prefix, long beyond, long done, KeyState state) {
    if (prefix == certain.size()) {
      return true;
    }
    if (gaveUp || !tried.add(new Point(prefix, beyond, done, state))) {
      return false;
    }
    if (tried.size() > mostPoints) {
      gaveUp = true;
      return false;
    }
    long firstEnd = Call.NEVER;
    List<Integer> next = new ArrayList<>(4);
    for (int i = prefix; i < certain.size() && certain.get(i).begun < firstEnd; i++) {
      if (i - prefix >= Long.SIZE) {
        gaveUp = true;
        return false;
      }
      if ((beyond >>> (i - prefix) & 1) == 0) {
        firstEnd = Math.min(firstEnd, certain.get(i).ended);
        next.add(i);
      }
    }
    if (next.size() > 1) {
      next.sort(Comparator.comparingLong(i -> certain.get(i).ended));
    }
    for (int i : next) {
      Call call = certain.get(i);
      for (KeyState after : Protocol.after(state, call)) {
        if (!call.answer.tellsOfAChange()) {
          after.before = state.before;
        } else if (forgetful && isGivenAway(call)) {
          after.before = state;
        }
        long set = beyond | 1L << (i - prefix);
        int skipped = Long.numberOfTrailingZeros(~set);
        long rest = skipped == Long.SIZE ? 0 : set >>> skipped;
        if (search(prefix + skipped, rest, done, after)) {
          return true;
        }
      }
    }
    return searchAmbiguous(prefix, beyond, done, state, firstEnd);
  }

  private boolean searchAmbiguous(
      int prefix, long beyond, long done, KeyState state, long firstEnd) {
    for (int i = 0; i < ambiguous.size(); i++) {
      Call call = ambiguous.get(i);
      if ((done >>> i & 1) == 0
          && call.begun < firstEnd
          && !isTooLate(call, prefix, beyond, done)) {
        for (KeyState after : Protocol.after(state, call)) {
          if (forgetful) {
            after.before = state;
          }
          if (search(prefix, beyond, done | 1L << i, after)) {
            return true;
          }
        }
      }
    }
    KeyState before = state.before;
    if (before == null) {
      return false;
    }
    return search(prefix, beyond, done, before.copy())
        || (state.phase == Phase.PENDING
            && before.owner != state.owner
            && (search(prefix, beyond, done, state.copy().vanish())
                || search(prefix, beyond, done, lapsed(state))));
  }

  /** Nobody waits until it is confirmed that a key was given away. */
  private static boolean isGivenAway(Call call) {
    return call.operation == StoreOperation.RELEASE || call.operation == StoreOperation.FORGET;
  }

  /** A claim that is refused for want of confirmation is ended by the store itself. */
  private static KeyState lapsed(KeyState state) {
    KeyState lapsed = state.copy();
    lapsed.zone.moveOn(Zone.NOW, 0, Call.NEVER);
    lapsed.zone.set(Zone.LEASED);
    lapsed.lease = 1;
    return lapsed;
  }

  /** Whether something that began after the call's end has taken place. */
  private boolean isTooLate(Call call, int prefix, long beyond, long done) {
    if (call.ended == Call.NEVER) {
      return false;
    }
    int last =
        beyond == 0 ? prefix - 1 : prefix + Long.SIZE - 1 - Long.numberOfLeadingZeros(beyond);
    if (last >= 0 && certain.get(last).begun > call.ended) {
      return true;
    }
    for (int i = 0; i < ambiguous.size(); i++) {
      if ((done >>> i & 1) != 0 && ambiguous.get(i).begun > call.ended) {
        return true;
      }
    }
    return false;
  }
}
