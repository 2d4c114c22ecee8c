package io.github.semel.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a connection, and how many of them go together. Any thread adds and
 * refuses; the rest is for whoever has the lane's turn.
 */
final class Backlog {

  /** What one exchange takes at most, so that its first answer does not wait for long. */
  static final int MOST_CALLS = 256;

  /** As above, in bytes that are written; but for one call that has more. */
  static final int MOST_BYTES = 1 << 20;

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /**
   * How many calls the next exchange takes at most. Nobody knows how large the answers will be, and
   * a server that reads many calls at once answers them at once. So after an exchange that was not
   * answered in time the next one has half as many calls, and a quarter more after each that was.
   * Used by whoever has the turn.
   */
  private int mostCalls = MOST_CALLS;

  /** One caller's calls, some of which may have been taken. */
  private static final class Waiting {

    final List<Call> calls;

    /** Whose turn it may become; null when it may not. */
    final @Nullable Gathering leader;

    /** How many were taken or given up, from the first on. Used by whoever has the turn. */
    int taken;

    Waiting(List<Call> calls, @Nullable Gathering leader) {
      this.calls = calls;
      this.leader = leader;
    }

    int size() {
      int bytes = 0;
      for (int i = taken; i < calls.size(); i++) {
        bytes += calls.get(i).size();
      }
      return bytes;
    }

    void refuse(RuntimeException cause) {
      calls.forEach(call -> call.refuseUnlessAbandoned(cause));
    }
  }

  /**
   * What goes together.
   *
   * @param bytes about how many it has
   * @param leader the first of its callers who may have the turn; null when none may
   */
  record Next(List<Call> calls, int bytes, @Nullable Gathering leader) {}

  /** Adds one caller's calls; {@code leader} is null when the turn may not become that one's. */
  void add(List<Call> calls, @Nullable Gathering leader) {
    waiting.add(new Waiting(calls, leader));
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes what the driver writes next: one call at least, if one waits. */
  Next take() {
    return take(MOST_BYTES, false);
  }

  /** Takes what a caller writes next: all that wait in a row and have so few bytes. */
  Next takeWhole(int mostBytes) {
    return take(mostBytes, true);
  }

  private Next take(int mostBytes, boolean whole) {
    RunOrder calls = new RunOrder();
    Gathering leader = null;
    int bytes = 0;
    for (Waiting next = waiting.peek();
        next != null && calls.size() < mostCalls;
        next = waiting.peek()) {
      if (whole && bytes + next.size() > mostBytes) {
        break;
      }
      List<Call> part = new ArrayList<>(1);
      for (; next.taken < next.calls.size(); next.taken++) {
        Call call = next.calls.get(next.taken);
        boolean first = calls.isEmpty() && part.isEmpty();
        if (!first
            && (calls.size() + part.size() == mostCalls || bytes + call.size() > mostBytes)) {
          break;
        }
        // Not one that its caller has given up.
        if (call.take()) {
          part.add(call);
          bytes += call.size();
        }
      }
      if (!part.isEmpty()) {
        calls.add(part);
        leader = leader == null ? next.leader : leader;
      }
      if (next.taken < next.calls.size()) {
        break;
      }
      // It is not there any more when the lane was closed meanwhile.
      waiting.remove(next);
    }
    return new Next(calls.calls(), bytes, leader);
  }

  /** An exchange is over: its size is the next one's measure. */
  void ended(Exchange exchange) {
    if (exchange.timedOut()) {
      mostCalls = Math.max(1, exchange.size() / 2);
    } else if (mostCalls < MOST_CALLS && exchange.size() >= mostCalls) {
      mostCalls = Math.min(MOST_CALLS, mostCalls + 1 + mostCalls / 4);
    }
  }

  /** Refuses all that wait and were not taken. */
  void refuse(RuntimeException cause) {
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      next.refuse(cause);
    }
  }
}
