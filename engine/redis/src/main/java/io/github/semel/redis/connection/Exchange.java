package io.github.semel.redis.connection;

import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Calls that make one exchange over a {@link Link}: all are written, then all answers are read,
 * then one WAIT answers for all that are durable, then each is settled. Several threads may do that
 * one after the other, each handing it to the next; at any time one has it.
 */
final class Exchange {

  /**
   * How many calls are one run of a script at most. More save little, and the server serves nobody
   * else meanwhile.
   */
  private static final int MOST_TOGETHER = 32;

  /** About how many bytes such a run takes at most, but for one call that has more. */
  private static final int MOST_BYTES_TOGETHER = 1 << 16;

  private final List<Call> calls;
  private final Object[] replies;

  /** How many calls have been or may have been written. */
  private int written;

  /** Of how many calls the answer was read. */
  private int read;

  /** How many calls are settled. */
  private int settled;

  /** Whether a WAIT was written behind the calls. */
  private boolean durable;

  /** The answer of the WAIT; below 0 until it was read. */
  private int acknowledged = -1;

  private @Nullable RuntimeException failure;

  /** Nothing is written yet. */
  Exchange(List<Call> calls) {
    this.calls = calls;
    this.replies = new Object[calls.size()];
  }

  /** How many calls it has. */
  int size() {
    return calls.size();
  }

  /** Whether it ended because an answer did not come in time. */
  boolean timedOut() {
    return failure != null && failure.getCause() instanceof SocketTimeoutException;
  }

  /** Those that are written next, as one command; empty when all are written. */
  List<Call> next(boolean manyKeys) {
    int end = end(written, manyKeys);
    List<Call> next = calls.subList(written, end);
    written = end;
    return next;
  }

  /** Where the command ends that begins with a call. Whoever reads comes to the same ends. */
  private int end(int from, boolean manyKeys) {
    if (from == calls.size()) {
      return from;
    }
    int end = from + 1;
    int bytes = calls.get(from).size();
    while (manyKeys
        && end < calls.size()
        && end - from < MOST_TOGETHER
        && bytes + calls.get(end).size() <= MOST_BYTES_TOGETHER
        && calls.get(from).goesWith(calls.get(end))) {
      bytes += calls.get(end).size();
      end++;
    }
    return end;
  }

  /** The first call of those whose answer is read next; null when all are read. */
  @Nullable Call unread() {
    return read == calls.size() ? null : calls.get(read);
  }

  /** Takes the answer to the command that begins with {@link #unread}. */
  void answered(Object reply, boolean manyKeys) {
    int end = end(read, manyKeys);
    if (end - read == 1 || reply instanceof Long) {
      Arrays.fill(replies, read, end, reply);
    } else if (reply instanceof List<?> each && each.size() == end - read) {
      for (int i = read; i < end; i++) {
        Object one = each.get(i - read);
        replies[i] = one == null ? Link.NoReply.NIL : one;
      }
    } else if (reply instanceof RuntimeException error) {
      for (int i = read; i < end; i++) {
        replies[i] = new Together(error);
      }
    } else {
      throw new JedisConnectionException("a script was answered with " + reply);
    }
    read = end;
  }

  /** An error that answers several calls. */
  private record Together(RuntimeException error) {}

  /** A WAIT was written behind the calls. */
  void waits() {
    durable = true;
  }

  /** Whether the answer of the WAIT is still to be read. */
  boolean waiting() {
    return durable && acknowledged < 0;
  }

  void acknowledged(int replicas) {
    acknowledged = replicas;
  }

  /** No more can be written or read. */
  void fail(RuntimeException cause) {
    failure = cause;
  }

  /** Settles what can be settled: all calls, when the exchange is over. */
  void settle() {
    int answered = waiting() ? 0 : read;
    for (; settled < answered; settled++) {
      Call call = calls.get(settled);
      int replicas = Math.max(0, acknowledged);
      if (replies[settled] instanceof Together together) {
        call.answerTogether(together.error(), replicas);
      } else {
        call.answer(replies[settled], replicas);
      }
    }
    if (failure != null) {
      for (; settled < calls.size(); settled++) {
        if (settled < written) {
          calls.get(settled).lose(failure);
        } else {
          calls.get(settled).refuse(failure);
        }
      }
    }
  }
}
