package io.github.semel.redis.connection;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one exchange in the order in which they are written: those that can be one run of a
 * script behind one another. They come mixed, claims and completions, of which only a few in a row
 * would else be alike. All of them are on their way at the same time, so any order is as good; but
 * the calls of one caller, which may be for one key, keep theirs.
 */
final class RunOrder {

  /** With how many runs a call is compared, so that many kinds of calls cost no more than few. */
  private static final int MOST_COMPARED = 8;

  /** Each is of one kind, or begins with the calls of one caller. */
  private final List<List<Call>> runs = new ArrayList<>(2);

  private int size;

  /** Adds the calls of one caller. */
  void add(List<Call> calls) {
    size += calls.size();
    if (calls.size() == 1) {
      run(calls.get(0)).add(calls.get(0));
    } else {
      runs.add(calls);
    }
  }

  /** The run that a call belongs to, or a new one. */
  private List<Call> run(Call call) {
    for (int i = runs.size() - 1; i >= Math.max(0, runs.size() - MOST_COMPARED); i--) {
      if (runs.get(i).get(0).goesWith(call)) {
        return runs.get(i);
      }
    }
    List<Call> fresh = new ArrayList<>();
    runs.add(fresh);
    return fresh;
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  int size() {
    return size;
  }

  /** All of them; no more are added. */
  List<Call> calls() {
    if (runs.size() == 1) {
      return runs.get(0);
    }
    List<Call> calls = new ArrayList<>(size);
    runs.forEach(calls::addAll);
    return calls;
  }
}
