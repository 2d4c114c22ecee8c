package io.github.semel.redis.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A node to which each caller talks over a connection of its own, lent for one exchange. */
final class Pool implements Node {

  private final HostAndPort address;
  private final Duration longestWait;
  private final long stallNanos;
  private final GenericObjectPool<Link> links;

  /** Of all connections there are. */
  private final Set<LinkGuard> guards = ConcurrentHashMap.newKeySet();

  Pool(HostAndPort address, LinkSettings settings, int size, Duration longestWait) {
    this.address = address;
    this.longestWait = longestWait;
    this.stallNanos = settings.stallNanos();
    GenericObjectPoolConfig<Link> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(size);
    config.setMaxIdle(size);
    config.setJmxEnabled(false);
    this.links =
        new GenericObjectPool<>(
            new BasePooledObjectFactory<>() {
              @Override
              public Link create() {
                LinkGuard guard = new LinkGuard();
                Link link = new Link(address, settings, guard);
                guards.add(guard);
                return link;
              }

              @Override
              public PooledObject<Link> wrap(Link link) {
                return new DefaultPooledObject<>(link);
              }

              @Override
              public void destroyObject(PooledObject<Link> pooled) throws IOException {
                guards.remove(pooled.getObject().guard());
                pooled.getObject().forceDisconnect();
              }
            },
            config);
  }

  @Override
  public HostAndPort address() {
    return address;
  }

  @Override
  public void send(List<Call> calls, long deadline) {
    Link link;
    try {
      link = links.borrowObject(longestWait(deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(calls, new JedisConnectionException("interrupted while waiting for a connection", e));
      return;
    } catch (Exception e) {
      String reason = "no connection to " + address + " to be had: " + e.getMessage();
      refuse(calls, new JedisConnectionException(reason, e));
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

  private void giveBack(Link link) {
    try {
      if (link.isBroken()) {
        links.invalidateObject(link);
      } else {
        links.returnObject(link);
      }
    } catch (Exception e) {
      // The calls are settled; a connection that cannot be closed is given up.
    }
  }

  @Override
  public void closeStalled() {
    for (LinkGuard guard : guards) {
      guard.closeIfBusyFor(stallNanos);
    }
  }

  private Duration longestWait(long deadline) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return left.compareTo(longestWait) < 0 ? left : longestWait;
  }

  private static void refuse(List<Call> calls, RuntimeException cause) {
    calls.forEach(call -> call.refuseUnlessAbandoned(cause));
  }

  @Override
  public void close() {
    links.close();
  }
}
