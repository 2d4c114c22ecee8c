package io.github.semel.stress.history;

import io.github.semel.StoreOperation;
import io.github.semel.stress.Count;
import io.github.semel.stress.Tally;
import io.github.semel.stress.history.Linearization.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Judges whole histories, each key by itself and several at a time. */
final class Judge {

  /** How many forbidden histories are made small, which takes many searches each. */
  private static final int MOST_SHRUNK = 3;

  private final Tally tally;
  private final AtomicInteger shrunk = new AtomicInteger();

  Judge(Tally tally) {
    this.tally = tally;
  }

  /**
   * Judges calls of keys of which there was no record before.
   *
   * @param forgetful as in {@link Linearization#of(List, boolean)}; where it makes the difference,
   *     that is counted
   */
  void judge(List<Call> calls, boolean forgetful) {
    Map<Long, List<Call>> keys = new HashMap<>();
    for (Call call : calls) {
      keys.computeIfAbsent(call.key, key -> new ArrayList<>(8)).add(call);
      count(call);
    }
    Collection<List<Call>> histories = keys.values();
    tally.add(Count.KEYS, histories.size());
    histories.parallelStream().forEach(history -> judgeKey(history, forgetful));
  }

  private void count(Call call) {
    tally.add(Count.OPERATIONS);
    switch (call.answer) {
      case NONE -> tally.add(Count.UNANSWERED);
      case UNAVAILABLE -> tally.add(Count.UNAVAILABLE);
      case FULL -> tally.add(Count.REFUSED_AS_FULL);
      case TOO_LARGE -> tally.add(Count.NO_ROOM_FOR_OUTCOME);
      case ACQUIRED -> tally.add(call.givenAttempt > 1 ? Count.TAKEOVERS : Count.ACQUIRED);
      case RECORDED -> tally.add(Count.RECORDED);
      default -> {}
    }
  }

  private void judgeKey(List<Call> calls, boolean forgetful) {
    Verdict verdict = Linearization.of(calls);
    if (verdict == Verdict.FORBIDDEN && forgetful) {
      verdict = Linearization.of(calls, true);
      if (verdict == Verdict.ALLOWED) {
        tally.add(Count.UNCONFIRMED_FORGOTTEN);
      }
    }
    if (verdict == Verdict.UNDECIDED) {
      tally.add(Count.UNDECIDED);
    } else if (verdict == Verdict.FORBIDDEN) {
      forbidden(calls, forgetful);
    }
  }

  private void forbidden(List<Call> calls, boolean forgetful) {
    Count count = isLostOutcome(calls, forgetful) ? Count.LOST_OUTCOMES : Count.FORBIDDEN_HISTORIES;
    if (shrunk.incrementAndGet() > MOST_SHRUNK) {
      tally.add(count);
      return;
    }
    String history =
        Shrinking.smallest(calls, forgetful).stream()
            .map(call -> "\n    " + call)
            .collect(Collectors.joining());
    tally.add(count, "key " + calls.get(0).key + ":" + history);
  }

  /** Whether everything were allowed, had no completion been confirmed. */
  private boolean isLostOutcome(List<Call> calls, boolean forgetful) {
    List<Call> doubtful =
        calls.stream()
            .map(
                call ->
                    call.operation == StoreOperation.COMPLETE && call.answer == Answer.RECORDED
                        ? call.unanswered()
                        : call)
            .toList();
    return Linearization.of(doubtful, forgetful) == Verdict.ALLOWED;
  }
}
