package io.github.semel.redis.connection;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the callers whose time is over. A virtual thread that parks for a time has the JDK schedule
 * a task and cancel it, which costs more than the rest of a short wait; so virtual threads park
 * without a time, and one platform thread of the store looks at all their waits, once a tick.
 *
 * <p>A wait is put on a stack, which the thread takes as a whole. What it has seen and what is
 * still open it keeps, in any order, and looks at all of that each tick: a wait that is settled is
 * dropped, one that is due is woken and dropped. It sleeps for a tick, or until the first of those
 * that it knows is due. No wait with less than {@link #LEAST_NANOS} to go is taken, and that is
 * more than a tick: so each is known before it is due, and a caller is late only by as much as the
 * machine lets this thread be late.
 *
 * <p>No wake-up is lost:
 *
 * <ul>
 *   <li>A wait is on the stack before its caller parks. The thread wakes it when it is due, and
 *       whether the caller has parked by then does not matter: an unpark is kept.
 *   <li>When a tick brought nothing and nothing is open, the thread sets {@link #idle}, looks at
 *       the stack once more, and parks without a time. Who pushes a wait looks at {@link #idle}
 *       afterwards. So one of the two sees the other.
 *   <li>The thread ends by setting {@link #ended} and then waking all that it has and all on the
 *       stack. Who pushes a wait looks at {@link #ended} afterwards, each time before it parks. So
 *       it parks for a time from then on, or is woken to do so.
 * </ul>
 *
 * <p>The thread allocates nothing, so it does not end for want of memory. It is started by the
 * first virtual thread that waits.
 */
final class Deadlines implements AutoCloseable {

  private static final long TICK_NANOS = 20_000_000;

  /** A shorter wait parks for a time: it may be over before the thread looks. */
  static final long LEAST_NANOS = 5 * TICK_NANOS;

  /**
   * The waits that the thread has not seen, linked by {@link Gathering#next}. Pushed by those who
   * wait; taken as a whole by the thread.
   */
  private final AtomicReference<@Nullable Gathering> fresh = new AtomicReference<>();

  /** The waits that were open when the thread looked, linked likewise. Used by the thread alone. */
  private @Nullable Gathering open;

  /** The waits that are to be woken. Used by the thread alone. */
  private @Nullable Gathering due;

  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();

  /** Set by the thread before it parks without a time; reset by who wakes it, or by itself. */
  private volatile boolean idle;

  /** Set by {@link #close}. */
  private volatile boolean closed;

  /** Set by the thread when it watches no more, or by whoever could not start it. */
  private volatile boolean ended;

  /** Watches nothing yet. */
  Deadlines() {
    this(watch -> new Thread(null, watch, "semel-redis-deadlines", 0, false));
  }

  /** As the other, on a thread of a test's making. */
  Deadlines(ThreadFactory threads) {
    thread = threads.newThread(this::watch);
    thread.setDaemon(true);
  }

  /**
   * Takes a wait, to wake its thread when it is due. Called by that thread, once.
   *
   * @return false when the wait is not watched
   */
  boolean add(Gathering wait, long remaining) {
    if (remaining < LEAST_NANOS || closed || !running()) {
      return false;
    }
    Gathering before;
    do {
      before = fresh.get();
      wait.next = before;
    } while (!fresh.compareAndSet(before, wait));
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
    return true;
  }

  /** Whether nobody is woken any more; asked by those who wait, each time before they park. */
  boolean ended() {
    return ended;
  }

  private boolean running() {
    if (!started.get() && started.compareAndSet(false, true)) {
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        // No thread is to be had. Timed waits need none.
        end();
      }
    }
    return !ended;
  }

  private void watch() {
    try {
      while (!closed) {
        Gathering taken = fresh.getAndSet(null);
        if (taken == null && open == null) {
          idle = true;
          if (fresh.get() == null && !closed) {
            LockSupport.park(this);
          }
          idle = false;
        } else {
          LockSupport.parkNanos(this, look(taken));
        }
      }
    } finally {
      end();
    }
  }

  /** Wakes those that are due and keeps those that are open; returns how long to sleep. */
  private long look(@Nullable Gathering taken) {
    long now = System.nanoTime();
    Gathering known = open;
    open = null;
    long sleep = Math.min(sort(known, now), sort(taken, now));
    wakeAll(due);
    due = null;
    return sleep;
  }

  /** Links each to those that are open or to those that are due, or to none. */
  private long sort(@Nullable Gathering first, long now) {
    long sleep = TICK_NANOS;
    Gathering following;
    for (Gathering wait = first; wait != null; wait = following) {
      following = wait.next;
      long remaining = wait.deadline() - now;
      if (!wait.open()) {
        // What is dropped must not lead to others: the collector would keep them with it.
        wait.next = null;
      } else if (remaining <= 0) {
        wait.next = due;
        due = wait;
      } else {
        wait.next = open;
        open = wait;
        sleep = Math.min(sleep, remaining);
      }
    }
    return sleep;
  }

  private void end() {
    ended = true;
    wakeAll(due);
    wakeAll(open);
    due = null;
    open = null;
    wakeAll(fresh.getAndSet(null));
  }

  private static void wakeAll(@Nullable Gathering first) {
    Gathering following;
    for (Gathering wait = first; wait != null; wait = following) {
      following = wait.next;
      wait.next = null;
      wait.wake();
    }
  }

  /** Whether no wait is held, seen or not; for tests, exact once the thread is idle. */
  boolean holdsNothing() {
    return idle && fresh.get() == null;
  }

  /** Those who wait park for a time from now on. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** The thread that watches, for tests. */
  Thread thread() {
    return thread;
  }
}
