package io.github.semel.stress.history;

import io.github.semel.stress.history.Linearization.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a forbidden history small enough to be read: it ends with the first answer that cannot be,
 * and a call is left out where it does not matter whether it took place.
 */
final class Shrinking {

  private Shrinking() {}

  /** A part of {@code calls}, which are forbidden, that is forbidden too. */
  static List<Call> smallest(List<Call> calls, boolean forgetful) {
    List<Call> small = firstForbidden(calls, forgetful);
    Call last =
        small.stream()
            .filter(call -> call.ended != Call.NEVER)
            .max(Comparator.comparingLong(call -> call.ended))
            .orElseThrow();
    // Where the others can explain the last answer if need be, enough of them is kept for that.
    boolean explained = !isForbidden(allInDoubtBut(last, small), forgetful);
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int i = small.size() - 1; i >= 0; i--) {
        List<Call> fewer = new ArrayList<>(small);
        Call call = fewer.remove(i);
        if (call != last
            && isForbidden(withDoubt(fewer, call), forgetful)
            && !(explained && isForbidden(allInDoubtBut(last, fewer), forgetful))) {
          small = fewer;
          smaller = true;
        }
      }
    }
    small.sort(Comparator.comparingLong(call -> call.begun));
    return small;
  }

  private static List<Call> allInDoubtBut(Call last, List<Call> calls) {
    return calls.stream().map(call -> call == last ? call : call.unanswered()).toList();
  }

  /**
   * The others, and the call as one that may have taken place or not where it says that it changed
   * something: what is forbidden then is so either way.
   */
  private static List<Call> withDoubt(List<Call> others, Call call) {
    if (!call.answer.tellsOfAChange()) {
      return others;
    }
    List<Call> doubtful = new ArrayList<>(others);
    doubtful.add(call.unanswered());
    return doubtful;
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
      if (isForbidden(until(calls, ends[middle]), forgetful)) {
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

  private static boolean isForbidden(List<Call> calls, boolean forgetful) {
    return Linearization.of(calls, forgetful) == Verdict.FORBIDDEN;
  }
}
