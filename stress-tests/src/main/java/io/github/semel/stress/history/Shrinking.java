package io.github.semel.stress.history;

import io.github.semel.stress.history.Linearization.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a forbidden history small enough to be read: it ends with the first answer that cannot be,
 * and a call is left out where it does not matter whether it took place.
 */
final class Shrinking {

  /** A search that takes more is no help here, where there are many. */
  private static final int POINTS = 5_000;

  private final boolean forgetful;
  private final Call last;
  private final boolean explained;
  private List<Call> small;

  private Shrinking(List<Call> calls, boolean forgetful) {
    this.forgetful = forgetful;
    this.small = firstForbidden(calls, forgetful);
    this.last =
        small.stream()
            .filter(call -> call.ended != Call.NEVER)
            .max(Comparator.comparingLong(call -> call.ended))
            .orElseThrow();
    // Where the others can explain the last answer if need be, enough of them is kept for that.
    this.explained = !isForbidden(lastAndDoubts(small));
  }

  /** A part of {@code calls}, which are forbidden, that is forbidden too. */
  static List<Call> smallest(List<Call> calls, boolean forgetful) {
    Shrinking shrinking = new Shrinking(calls, forgetful);
    // All that came of a claim at once, and then whatever goes one by one.
    calls.stream()
        .mapToLong(call -> call.owner)
        .filter(owner -> owner != 0)
        .distinct()
        .forEach(owner -> shrinking.leaveOut(call -> call.owner == owner));
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Call call : List.copyOf(shrinking.small)) {
        smaller |= shrinking.leaveOut(other -> other == call);
      }
    }
    List<Call> small = new ArrayList<>(shrinking.small);
    small.sort(Comparator.comparingLong(call -> call.begun));
    return small;
  }

  /**
   * Leaves calls out, if the history is forbidden whether they took place or not, and without them
   * is so for no other reason.
   */
  private boolean leaveOut(Predicate<Call> leaving) {
    List<Call> fewer = new ArrayList<>();
    List<Call> doubtful = new ArrayList<>();
    for (Call call : small) {
      if (call == last || !leaving.test(call)) {
        fewer.add(call);
        doubtful.add(call);
      } else if (call.answer.tellsOfAChange()) {
        doubtful.add(call.unanswered());
      }
    }
    List<Call> others = fewer.stream().filter(call -> call != last).toList();
    if (fewer.size() == small.size()
        || !isForbidden(doubtful)
        || !isForbidden(fewer)
        || isForbidden(others)
        || (explained && isForbidden(lastAndDoubts(fewer)))) {
      return false;
    }
    small = fewer;
    return true;
  }

  private List<Call> lastAndDoubts(List<Call> calls) {
    return calls.stream().map(call -> call == last ? call : call.unanswered()).toList();
  }

  private boolean isForbidden(List<Call> calls) {
    return Linearization.of(calls, forgetful, POINTS) == Verdict.FORBIDDEN;
  }

  private static List<Call> firstForbidden(List<Call> calls, boolean forgetful) {
    long[] ends =
        calls.stream()
            .mapToLong(call -> call.ended)
            .filter(end -> end != Call.NEVER)
            .sorted()
            .toArray();
    int least = 0;
    int most = ends.length - 1;
    while (least < most) {
      int middle = (least + most) >>> 1;
      if (Linearization.of(until(calls, ends[middle]), forgetful) == Verdict.FORBIDDEN) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return until(calls, ends[least]);
  }

  /** What had happened up to a place in the order; calls under way have no answer. */
  private static List<Call> until(List<Call> calls, long end) {
    List<Call> until = new ArrayList<>();
    for (Call call : calls) {
      if (call.begun < end) {
        until.add(call.ended <= end ? call : call.unanswered());
      }
    }
    return until;
  }
}
