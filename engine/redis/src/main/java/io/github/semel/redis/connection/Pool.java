package io.github.semel.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A node to which each caller talks over a connection of its own, lent for one exchange. A
 * library's pool interrupts those that wait when it is closed; here an interrupt is the caller's
 * alone.
 */
final class Pool implements Node {

  private final HostAndPort address;
  private final LinkSettings settings;
  private final int size;
  private final Duration longestWait;

  /** How many more connections may be lent. Never used up again once the pool is closed. */
  private final Semaphore free;

  /** Connections that nobody uses, the one that was used last first. */
  private final Deque<Link> idle = new ConcurrentLinkedDeque<>();

  /** Of all connections there are or are being made. */
  private final Set<LinkGuard> guards = ConcurrentHashMap.newKeySet();

  /** Set once, by {@link #close}, before it closes what there is. */
  private volatile boolean closed;

  Pool(HostAndPort address, LinkSettings settings, int size, Duration longestWait) {
    this.address = address;
    this.settings = settings;
    this.size = size;
    this.longestWait = longestWait;
    this.free = new Semaphore(size);
  }

  @Override
  public HostAndPort address() {
    return address;
  }

  @Override
  public void send(List<Call> calls, long deadline) {
    long wait = Math.min(longestWait.toNanos(), Math.max(0, deadline - System.nanoTime()));
    try {
      if (!free.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
        refuse(calls, "none of " + size + " was free within " + longestWait.toMillis() + " ms");
        return;
      }
    } catch (InterruptedException e) {
      // The caller tries again, and is interrupted again when its call is over.
      Thread.currentThread().interrupt();
      refuse(calls, "interrupted while waiting for one");
      return;
    }
    try {
      lend(calls, deadline);
    } finally {
      free.release();
    }
  }

  private void lend(List<Call> calls, long deadline) {
    if (closed) {
      // An idle connection is closed, and nothing is to be in doubt that was never written.
      refuse(calls, "the store was closed, or the server is no master any more");
      return;
    }
    if (System.nanoTime() - deadline >= 0) {
      refuse(calls, "the time was over before there was one");
      return;
    }
    Link link;
    try {
      Link unused = idle.pollFirst();
      link = unused == null ? connect() : unused;
    } catch (RuntimeException e) {
      refuse(calls, e);
      return;
    }
    List<Call> taken = new ArrayList<>(calls.size());
    for (Call call : calls) {
      if (call.take()) {
        taken.add(call);
      }
    }
    try {
      link.exchange(taken);
    } catch (Throwable e) {
      link.setBroken();
      throw e;
    } finally {
      giveBack(link);
    }
  }

  /** How many connections wait to be lent; for tests. */
  int idle() {
    return idle.size();
  }

  private Link connect() {
    LinkGuard guard = new LinkGuard();
    guards.add(guard);
    if (closed) {
      guard.close();
    }
    try {
      return new Link(address, settings, guard);
    } catch (Throwable e) {
      guards.remove(guard);
      throw e;
    }
  }

  private void giveBack(Link link) {
    if (!link.isBroken()) {
      idle.addFirst(link);
      return;
    }
    // What ended this one, as a server that was started anew, may have ended those that are idle.
    for (Link each = link; each != null; each = idle.pollFirst()) {
      guards.remove(each.guard());
      each.guard().closeSocket();
    }
  }

  @Override
  public void closeStalled() {
    for (LinkGuard guard : guards) {
      guard.closeIfBusyFor(settings.stallNanos());
    }
  }

  private void refuse(List<Call> calls, String reason) {
    refuse(calls, new JedisConnectionException("no connection to " + address + ": " + reason));
  }

  private static void refuse(List<Call> calls, RuntimeException cause) {
    calls.forEach(call -> call.refuseUnlessAbandoned(cause));
  }

  @Override
  public void close() {
    closed = true;
    guards.forEach(LinkGuard::close);
    // Whoever waits finds that no connection can be made any more.
    free.release(size);
  }
}
