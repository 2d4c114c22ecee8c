package io.github.semel.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Sends calls until each has an answer or the caller's time is over. A call is sent again whenever
 * its answer was lost or the server could not give one yet; that is safe, because each script knows
 * by the owner or the call's own name that it was here before.
 *
 * <p>Safe for any thread. Nothing is shared between two deliveries but the topology.
 */
public final class Delivery {

  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 50_000_000;

  private final Topology topology;
  private final Duration timeout;
  private final Runnable refresh;

  /**
   * A delivery to these masters.
   *
   * @param timeout how long a caller waits at most, with all that is sent again
   * @param refresh called when it seems that the masters have changed; should return at once, and
   *     have the topology refreshed by another thread, so that the caller's time is kept
   */
  public Delivery(Topology topology, Duration timeout, Runnable refresh) {
    this.topology = topology;
    this.timeout = timeout;
    this.refresh = refresh;
  }

  /** Sends one call that has the whole timeout; see {@link #send(List, long)}. */
  public Answer send(Call call) {
    return send(call, deadline());
  }

  /** Sends one call; see {@link #send(List, long)}. */
  public Answer send(Call call, long deadline) {
    return send(List.of(call), deadline).get(0);
  }

  /** Sends calls that have the whole timeout; see {@link #send(List, long)}. */
  public List<Answer> send(List<Call> calls) {
    return send(calls, deadline());
  }

  /** When the time of a caller is over that comes now, on {@link System#nanoTime}. */
  public long deadline() {
    return System.nanoTime() + timeout.toNanos();
  }

  /**
   * Sends calls, and says of each what became of it, in the order given.
   *
   * @return a list that is the caller's
   */
  public List<Answer> send(List<Call> calls, long deadline) {
    Round round = new Round(deadline);
    List<Attempt> open = new ArrayList<>(calls.size());
    List<Attempt> all = new ArrayList<>(calls.size());
    for (Call call : calls) {
      Attempt attempt = new Attempt(call);
      open.add(attempt);
      all.add(attempt);
    }
    try {
      while (!open.isEmpty()) {
        // An interrupt is kept for later, as in Gathering.
        round.interrupted |= Thread.interrupted();
        dispatch(open, round);
        open = unanswered(open, round);
      }
    } finally {
      if (round.interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    List<Answer> answers = new ArrayList<>(all.size());
    for (Attempt attempt : all) {
      answers.add(attempt.answer());
    }
    return answers;
  }

  /** One caller's calls, from the first sending to the last answer. Used by the caller alone. */
  private static final class Round {

    final long deadline;
    long pause = FIRST_PAUSE_NANOS;

    /** Whether the caller was interrupted, which it is to hear of when its calls are over. */
    boolean interrupted;

    Round(long deadline) {
      this.deadline = deadline;
    }

    boolean over() {
      return System.nanoTime() - deadline >= 0;
    }

    /**
     * Waits a little, longer each time, but never past the deadline. Whoever settled its calls
     * itself has woken itself for later, so a park may end at once.
     */
    void pause() {
      long now = System.nanoTime();
      long end = now + Math.min(pause, deadline - now);
      for (; end - now > 0; now = System.nanoTime()) {
        LockSupport.parkNanos(this, end - now);
        interrupted |= Thread.interrupted();
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  /** A call, and what is known of its sendings so far. */
  private static final class Attempt {

    final Call call;

    /** Whether an earlier sending may have taken place. */
    boolean inDoubt;

    /** Where it was sent last. */
    @Nullable Node node;

    /** How often it was redirected. */
    int redirections;

    /** Why the last sending brought no answer. */
    @Nullable RuntimeException trouble;

    @Nullable Answer answer;

    Attempt(Call call) {
      this.call = call;
    }

    Answer answer() {
      if (answer == null) {
        throw new AssertionError("a delivery ended without an answer");
      }
      return answer;
    }
  }

  private void dispatch(List<Attempt> open, Round round) {
    Gathering gathering = new Gathering(open.size(), topology.deadlines());
    try {
      dispatch(open, round, gathering);
      gathering.await(round.deadline);
    } catch (Throwable e) {
      gathering.leave();
      throw e;
    }
  }

  private void dispatch(List<Attempt> open, Round round, Gathering gathering) {
    Map<Node, List<Call>> byNode = new LinkedHashMap<>();
    for (Attempt attempt : open) {
      Call call = attempt.call;
      call.begin(gathering);
      Node node = destination(call);
      attempt.node = node;
      if (node == null) {
        call.refuseUnlessAbandoned(new JedisConnectionException("no master is known"));
      } else if (open.size() == 1) {
        node.send(List.of(call), round.deadline);
      } else {
        byNode.computeIfAbsent(node, any -> new ArrayList<>()).add(call);
      }
    }
    byNode.forEach((node, calls) -> node.send(calls, round.deadline));
  }

  private @Nullable Node destination(Call call) {
    Node node = call.destination();
    return node == null ? topology.node(call.slot()) : node;
  }

  /** Looks at what came back; returns what is to be sent again, after a pause where one helps. */
  private List<Attempt> unanswered(List<Attempt> open, Round round) {
    List<Attempt> again = new ArrayList<>(0);
    boolean pause = false;
    boolean stale = false;
    for (Attempt attempt : open) {
      Call call = attempt.call;
      if (!call.settled()) {
        // The deadline has come first. From here on the call belongs to whoever has it, unless that
        // one has settled it just now.
        boolean neverWritten = call.abandon();
        if (neverWritten || !call.settled()) {
          attempt.inDoubt |= !neverWritten;
          attempt.answer = outOfTime(attempt);
          continue;
        }
      }
      Object reply = call.reply();
      call.redirect(null);
      if (reply == null) {
        attempt.inDoubt |= call.sent();
        attempt.trouble = call.failure();
        if (call.failure() instanceof JedisDataException error && !Fault.of(error).passes()) {
          // While the connection was made: a wrong password does not become right.
          attempt.answer = new Answer.Refusal(Fault.of(error), error, attempt.inDoubt);
          continue;
        }
        pause = true;
        stale = true;
      } else if (reply instanceof JedisDataException error) {
        Fault fault = Fault.of(error);
        switch (fault) {
          case NOSCRIPT -> call.sendWhole();
          case MOVED, ASK -> {
            if (!redirect(attempt, (JedisRedirectionException) error, fault)) {
              attempt.answer = new Answer.Refusal(Fault.OTHER, error, attempt.inDoubt);
              continue;
            }
            // Two nodes that send a call to each other are given time to agree.
            pause |= ++attempt.redirections > 2;
          }
          default -> {
            if (!fault.passes() && fault != Fault.OOM && call.together()) {
              // What is wrong may be wrong with another's key, or with many keys in one command.
              call.sendAlone();
            } else if (!fault.passes()) {
              attempt.answer = new Answer.Refusal(fault, error, attempt.inDoubt);
              continue;
            } else {
              pause = true;
              stale |= fault != Fault.TRYAGAIN;
            }
          }
        }
        attempt.trouble = error;
      } else {
        attempt.answer = new Answer.Reply(reply, call.acknowledged(), attempt.inDoubt);
        continue;
      }
      if (round.over() || topology.closed() || gone(call)) {
        attempt.answer = outOfTime(attempt);
      } else {
        again.add(attempt);
      }
    }
    if (!again.isEmpty()) {
      if (stale) {
        refresh.run();
      }
      if (pause) {
        round.pause();
      }
    }
    if (round.over()) {
      // What is sent now is not waited for, and why it failed is known.
      again.forEach(attempt -> attempt.answer = outOfTime(attempt));
      return List.of();
    }
    return again;
  }

  /** Whether the call is for one server, and that one is no master any more. */
  private boolean gone(Call call) {
    Node fixed = call.fixed();
    return fixed != null && !topology.masters().contains(fixed);
  }

  /** Whether the redirection could be followed. */
  private boolean redirect(Attempt attempt, JedisRedirectionException error, Fault fault) {
    Node teller = attempt.node;
    try {
      if (teller != null && fault == Fault.MOVED) {
        topology.moved(error.getSlot(), error.getTargetNode(), teller);
      } else if (teller != null) {
        attempt.call.redirect(topology.asked(error.getTargetNode(), teller));
      }
      return true;
    } catch (RuntimeException e) {
      // No cluster was expected, or the user's mapping of addresses throws. One call's trouble is
      // not the batch's.
      error.addSuppressed(e);
      return false;
    }
  }

  private Answer outOfTime(Attempt attempt) {
    RuntimeException trouble = attempt.trouble;
    if (trouble instanceof JedisDataException error && !attempt.inDoubt) {
      return new Answer.Refusal(Fault.of(error), error, false);
    }
    return new Answer.Silence(attempt.inDoubt, timeout, trouble);
  }
}
