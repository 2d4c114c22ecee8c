package io.github.semel.redis.connection;

import io.github.semel.thread.VirtualThreads;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One caller's wait for one or more calls. Counted down by the threads that settle them. While it
 * waits, it may be offered a {@link Turn}.
 */
final class Gathering {

  /** Work that falls to a thread that waits anyway. */
  interface Turn {

    /** Does the work, or has another do it. Does not take longer than to {@code deadline}. */
    void take(long deadline);
  }

  /** Stands for the turn that is not taken any more. */
  private static final Turn NONE = deadline -> {};

  private final boolean ofOneCall;
  private final AtomicInteger left;
  private final Thread waiter = Thread.currentThread();

  /** The turn that somebody offers, at most one; {@link #NONE} from the end of the wait on. */
  private final AtomicReference<@Nullable Turn> offered = new AtomicReference<>();

  private final Deadlines deadlines;

  /** When the wait is over. Written by the waiter before the wait is watched. */
  private long deadline;

  /** Whether the wait was given to {@link #deadlines} already. Used by the waiter alone. */
  private boolean begun;

  /** Whether {@link #deadlines} have taken it. Used by the waiter alone. */
  private boolean watched;

  /** Links the waits that are watched; the waiter's until then, afterwards {@link Deadlines}'s. */
  @Nullable Gathering next;

  /**
   * The caller's thread makes it.
   *
   * @param deadlines who wakes a virtual thread that waits to its deadline
   */
  Gathering(int calls, Deadlines deadlines) {
    ofOneCall = calls == 1;
    left = new AtomicInteger(calls);
    this.deadlines = deadlines;
  }

  /** Whether calls are not settled yet. */
  boolean open() {
    return left.get() > 0;
  }

  /** When the wait is over, on {@link System#nanoTime}. */
  long deadline() {
    return deadline;
  }

  /** Has the waiter look at the time. */
  void wake() {
    LockSupport.unpark(waiter);
  }

  /**
   * Whether its caller waits for one call alone. With more, that one may have others to send first,
   * to servers that stand still, and is no one to wait for.
   */
  boolean isOfOneCall() {
    return ofOneCall;
  }

  void countDown() {
    if (left.decrementAndGet() == 0) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * Has the waiter take a turn. When the answer is true it will, however late it is.
   *
   * @return false when the wait is over or there was an offer before
   */
  boolean offer(Turn turn) {
    if (offered.compareAndSet(null, turn)) {
      LockSupport.unpark(waiter);
      return true;
    }
    return false;
  }

  /**
   * Returns when all calls are settled or {@link System#nanoTime} has come to {@code deadline}. An
   * interrupt is kept for later: the calls are on the wire, the wait is bounded, and an answer is
   * worth more than a doubt.
   */
  void await(long deadline) {
    boolean interrupted = park(deadline);
    Turn turn = offered.getAndSet(NONE);
    if (turn != null) {
      turn.take(deadline);
      interrupted |= park(deadline);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The waiter will not wait: a turn that it was offered goes on, and it is offered none. */
  void leave() {
    Turn turn = offered.getAndSet(NONE);
    if (turn != null) {
      turn.take(System.nanoTime());
    }
  }

  /** Waits until there is something to do; returns whether it was interrupted meanwhile. */
  private boolean park(long deadline) {
    boolean interrupted = false;
    while (left.get() > 0 && (offered.get() == null || offered.get() == NONE)) {
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        break;
      }
      if (watched(deadline, remaining)) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, remaining);
      }
      interrupted |= Thread.interrupted();
    }
    return interrupted;
  }

  /** Whether somebody else wakes the waiter at its deadline. */
  private boolean watched(long until, long remaining) {
    if (!begun) {
      begun = true;
      deadline = until;
      watched = VirtualThreads.isCurrent() && deadlines.add(this, remaining);
    }
    return watched && !deadlines.ended();
  }
}
