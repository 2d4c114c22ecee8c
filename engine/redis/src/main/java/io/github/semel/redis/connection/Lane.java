package io.github.semel.redis.connection;

import io.github.semel.thread.VirtualThreads;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * One connection that many callers share. Whoever has the <em>turn</em> takes all calls that wait,
 * writes them together, and reads their answers. While it does, the next ones gather; they are
 * written before the turn goes on, so that the server has work while threads wake.
 *
 * <p>The turn is a caller's where that saves a step between threads: one that finds the lane free,
 * or one whose call is in the exchange that is read next. It is not when the thread is virtual,
 * because an interrupt closes the socket under a virtual thread that reads, and here many callers'
 * answers are in it; nor when there is more to do than a caller has time for: to connect, to write
 * much, to wait for others' answers when its own time is nearly over. Then it is the driver's, a
 * platform thread of the lane.
 *
 * <p>A caller that gives up or is interrupted leaves the others alone; a connection that breaks
 * fails what is on it, and the next exchange makes a new one.
 */
final class Lane implements AutoCloseable {

  /**
   * What a caller writes at most, and the most that was written of an exchange that it reads. So
   * much fits into the buffer of an idle socket, so that no caller waits for a peer to read; and
   * the server reads it at once and answers it at once.
   */
  private static final int MOST_LED_BYTES = 1 << 13;

  /**
   * How many calls an exchange has at most that a caller reads. With more callers than that, the
   * driver never sleeps, and to wake one of them first would only keep the others waiting.
   */
  private static final int MOST_LED_CALLS = 8;

  private final HostAndPort address;
  private final LinkSettings settings;

  /** How long a read takes at most that waits for the server. */
  private final long longestRead;

  private final Backlog waiting = new Backlog();
  private final Thread driver;

  /**
   * Whether somebody has the turn. Set by who takes it. Whoever gives it up looks afterwards
   * whether somebody waits, and whoever waits looks afterwards whether nobody has it.
   */
  private final AtomicBoolean taken = new AtomicBoolean();

  private final Gathering.Turn turn = this::lead;

  /** Whether the driver has been given the turn; it takes it by resetting this. */
  private final AtomicBoolean given = new AtomicBoolean();

  // Used by whoever has the turn. Handing it on publishes them: by given, taken or the gathering.
  private @Nullable Link link;
  private @Nullable Exchange exchange;

  /** Counts what is begun in turns. Read by the watch, to which some time ago is soon enough. */
  private int turns;

  // Used by the watch alone: what it has seen of the turns, and since when.
  private int turnsSeen;
  private long seenSince = System.nanoTime();

  private final LinkGuard guard = new LinkGuard();

  /** Set once, by {@link #close}. */
  private volatile boolean closed;

  Lane(HostAndPort address, LinkSettings settings, String name) {
    this.address = address;
    this.settings = settings;
    this.longestRead = settings.client().getSocketTimeoutMillis() * 1_000_000L;
    this.driver = new Thread(this::drive, name);
    this.driver.setDaemon(true);
    this.driver.start();
  }

  /** Whether nobody uses the lane. A hint for the choice of one. */
  boolean idle() {
    return !taken.get();
  }

  /** Sends one caller's calls, in their order. */
  void send(List<Call> calls, long deadline) {
    Gathering only = calls.get(0).gathering();
    Gathering leader =
        only != null && only.isOfOneCall() && !VirtualThreads.isCurrent() ? only : null;
    waiting.add(calls, leader);
    if (closed) {
      refuseWaiting();
    } else if (taken.compareAndSet(false, true)) {
      if (leader == null || !timeToRead(deadline)) {
        give();
        return;
      }
      Gathering first = startAsCaller();
      if (first == leader) {
        lead(deadline);
      } else {
        passOn(first);
      }
    }
  }

  /** Whether a read that begins now ends before the deadline. */
  private boolean timeToRead(long deadline) {
    return deadline - System.nanoTime() > longestRead;
  }

  /** A caller's turn: reads the exchange that was written, and writes the next one. */
  private void lead(long deadline) {
    Gathering next = null;
    boolean over;
    try {
      over = timeToRead(deadline) && finish(deadline - longestRead);
      if (over) {
        next = conclude(true);
      }
    } catch (Throwable e) {
      // Here, where it takes no stack: half an answer may have been read, and nobody may read on.
      link = null;
      giveAborted(e);
      throw e;
    }
    if (over) {
      passOn(next);
    } else {
      give();
    }
  }

  private @Nullable Gathering startAsCaller() {
    try {
      return start(true);
    } catch (Throwable e) {
      // Here, where it takes no stack: half an answer may have been read, and nobody may read on.
      link = null;
      giveAborted(e);
      throw e;
    }
  }

  /** A caller has failed in its turn: the driver goes on. */
  private void giveAborted(Throwable cause) {
    try {
      abort(cause);
    } finally {
      // Also when there is no room on the stack, or no memory, for the first.
      give();
    }
  }

  /** A caller gives up the turn: to nobody, to the leader of what was written, or to the driver. */
  private void passOn(@Nullable Gathering leader) {
    Gathering next = leader;
    while (!passedOn(next)) {
      boolean written = exchange != null;
      next = written ? null : startAsCaller();
      if (written || exchange == null) {
        give();
        return;
      }
    }
  }

  /** False when the turn is still this thread's: nobody can lead, or somebody waits by now. */
  private boolean passedOn(@Nullable Gathering leader) {
    if (exchange != null) {
      return leader != null && leader.offer(turn);
    }
    taken.set(false);
    return waiting.isEmpty() || !taken.compareAndSet(false, true);
  }

  /** Makes the turn the driver's. */
  private void give() {
    given.set(true);
    LockSupport.unpark(driver);
    if (closed && given.compareAndSet(true, false)) {
      // The driver may have ended before. The socket is closed, so that nothing takes long.
      serve();
    }
  }

  private void drive() {
    while (!closed) {
      if (given.compareAndSet(true, false)) {
        serve();
      } else {
        LockSupport.park(this);
      }
    }
    if (given.compareAndSet(true, false)) {
      serve();
    }
    refuseWaiting();
  }

  /** The driver's turn: goes on until nobody waits or a caller can lead. */
  private void serve() {
    Gathering next;
    do {
      next = null;
      try {
        if (exchange == null && connected()) {
          start(false);
        }
        if (exchange != null) {
          finish(Long.MAX_VALUE);
          next = conclude(false);
        }
      } catch (Throwable e) {
        // The driver must live on for the calls that follow.
        abort(e);
      }
    } while (!passedOn(next));
  }

  /**
   * Writes what waits, if there is a connection.
   *
   * @return who may lead the exchange, if it was written and a caller may
   */
  private @Nullable Gathering start(boolean asCaller) {
    turns++;
    Link current = link;
    if (current == null) {
      return null;
    }
    Backlog.Next next = asCaller ? waiting.takeWhole(MOST_LED_BYTES) : waiting.take();
    if (next.calls().isEmpty()) {
      return null;
    }
    Exchange fresh = new Exchange(next.calls());
    exchange = fresh;
    current.write(fresh);
    boolean fewEnough = next.bytes() <= MOST_LED_BYTES && next.calls().size() <= MOST_LED_CALLS;
    return fewEnough ? next.leader() : null;
  }

  /** Whether all of the exchange was read; see {@link Link#read}. */
  private boolean finish(long until) {
    Link current = link;
    Exchange under = exchange;
    if (under == null) {
      return true;
    }
    if (current == null) {
      // Whoever had the turn before could not even fail it.
      under.fail(new JedisConnectionException("the connection to " + address + " was given up"));
      return true;
    }
    if (current.read(under, until)) {
      return true;
    }
    under.settle();
    return false;
  }

  /**
   * Ends an exchange that was read, and starts the next one before the callers of this one wake.
   */
  private @Nullable Gathering conclude(boolean asCaller) {
    Exchange over = exchange;
    exchange = null;
    try {
      if (over != null) {
        waiting.ended(over);
      }
      Link current = link;
      if (current != null && current.isBroken()) {
        disconnect();
      }
      return start(asCaller);
    } finally {
      if (over != null) {
        over.settle();
      }
    }
  }

  /** Gives up the connection, and with it the calls on it. */
  private void abort(Throwable cause) {
    Exchange under = exchange;
    exchange = null;
    disconnect();
    if (under != null) {
      under.fail(new JedisConnectionException("the exchange failed", cause));
      under.settle();
    }
  }

  /**
   * Connects if there is no connection; refuses all that wait when none can be made. Calls are
   * taken only once it is there: one whose caller gives up before was never written, and its caller
   * may know that.
   */
  private boolean connected() {
    if (link == null) {
      turns++;
      if (closed) {
        // Nobody is to wait for a connection that would be closed at once.
        refuseWaiting();
        return false;
      }
      try {
        link = new Link(address, settings, guard);
      } catch (RuntimeException e) {
        waiting.refuse(e);
        return false;
      }
    }
    return true;
  }

  private void disconnect() {
    link = null;
    guard.closeSocket();
  }

  /** Closes a connection on which an exchange is stuck; the next exchange makes a new one. */
  void closeStalled() {
    guard.closeIfBusyFor(settings.stallNanos());
  }

  /**
   * Whether one turn has lasted for so long that it will never end: a caller that had it has run
   * out of stack or of memory where nothing could be done about it, or its thread is suspended.
   * Reading and writing end sooner by {@link #closeStalled}. For one thread alone.
   */
  boolean isStuck() {
    long now = System.nanoTime();
    int seen = turns;
    if (!taken.get() || seen != turnsSeen) {
      turnsSeen = seen;
      seenSince = now;
    }
    return now - seenSince > 2 * settings.stallNanos();
  }

  private void refuseWaiting() {
    waiting.refuse(new JedisConnectionException("the connection to " + address + " was closed"));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(driver);
    guard.close();
    refuseWaiting();
  }
}
