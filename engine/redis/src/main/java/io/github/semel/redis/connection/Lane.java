package io.github.semel.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * One connection that many callers share, and the platform thread that drives it: it takes all
 * calls that wait, writes them together, and reads their answers. While it does, the next ones
 * gather.
 *
 * <p>A thread of its own, because an interrupt closes the socket of a virtual thread that reads,
 * and here many callers' answers are in it. A caller that gives up or is interrupted leaves the
 * others alone; a connection that breaks fails what is on it, and the next exchange makes a new
 * one.
 */
final class Lane implements AutoCloseable {

  /** What one exchange takes at most, so that its first answer does not wait for long. */
  static final int MOST_CALLS = 256;

  private static final int MOST_BYTES = 1 << 20;

  private final HostAndPort address;
  private final LinkSettings settings;
  private final BlockingQueue<List<Call>> waiting = new LinkedBlockingQueue<>();
  private final Thread driver;

  /** Used by the driver alone. */
  private @Nullable Link link;

  private final LinkGuard guard = new LinkGuard();

  /** Written by the driver: whether it waits for calls. A hint for the choice of a lane. */
  private volatile boolean idle = true;

  /** Set once, by {@link #close}. */
  private volatile boolean closed;

  Lane(HostAndPort address, LinkSettings settings, String name) {
    this.address = address;
    this.settings = settings;
    this.driver = new Thread(this::drive, name);
    this.driver.setDaemon(true);
    this.driver.start();
  }

  boolean idle() {
    return idle && waiting.isEmpty();
  }

  /** Sends one caller's calls, at most {@link #MOST_CALLS}, in one exchange. */
  void send(List<Call> calls) {
    waiting.add(calls);
    if (closed) {
      refuseWaiting();
    }
  }

  private void drive() {
    List<Call> calls = new ArrayList<>(MOST_CALLS);
    while (!closed) {
      try {
        idle = true;
        List<Call> first = waiting.take();
        idle = false;
        Link current = connected(first);
        if (current != null) {
          gather(first, calls);
          current.exchange(calls);
          if (current.isBroken()) {
            disconnect();
          }
        }
      } catch (InterruptedException e) {
        // Only close() interrupts this thread; the loop ends.
      } catch (Throwable e) {
        // The calls are settled; the thread must live on for those that follow.
        disconnect();
      } finally {
        calls.clear();
      }
    }
    disconnect();
    refuseWaiting();
  }

  private void gather(List<Call> first, List<Call> calls) {
    int bytes = 0;
    for (List<Call> next = first; next != null; next = waiting.poll()) {
      for (Call call : next) {
        if (call.take()) {
          calls.add(call);
          bytes += call.size();
        }
      }
      if (calls.size() >= MOST_CALLS || bytes >= MOST_BYTES) {
        return;
      }
    }
  }

  /**
   * The connection, made if there is none. Calls are taken only once it is there: one whose caller
   * gives up before was never written, and its caller may know that.
   *
   * @param first refused, with all that wait behind it, when no connection can be made
   */
  private @Nullable Link connected(List<Call> first) {
    Link current = link;
    if (current == null) {
      try {
        current = new Link(address, settings, guard);
        link = current;
      } catch (RuntimeException e) {
        refuse(first, e);
        refuseWaiting(e);
      }
    }
    return current;
  }

  private void disconnect() {
    link = null;
    guard.closeSocket();
  }

  /** Closes a connection on which an exchange is stuck; the next exchange makes a new one. */
  void closeStalled() {
    guard.closeIfBusyFor(settings.stallNanos());
  }

  private void refuseWaiting() {
    refuseWaiting(new JedisConnectionException("the connection to " + address + " was closed"));
  }

  private void refuseWaiting(RuntimeException cause) {
    for (List<Call> calls = waiting.poll(); calls != null; calls = waiting.poll()) {
      refuse(calls, cause);
    }
  }

  private static void refuse(List<Call> calls, RuntimeException cause) {
    calls.forEach(call -> call.refuseUnlessAbandoned(cause));
  }

  @Override
  public void close() {
    closed = true;
    driver.interrupt();
    guard.close();
    refuseWaiting();
  }
}
