package io.github.semel.redis.connection;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** A connection on which many calls make one {@link Exchange}. Used by one thread at a time. */
final class Link extends Connection {

  private static final CommandArguments ASKING = new CommandArguments(Protocol.Command.ASKING);
  private static final CommandArguments INFO_REPLICATION =
      new CommandArguments(Protocol.Command.INFO).add("replication");

  private final LinkGuard guard;
  private final boolean manyKeys;
  private final @Nullable CommandArguments wait;

  /**
   * The scripts that have gone over this connection whole, as each does the first time. The server
   * may have them already; but one that has not, as after a failover, would answer a batch with
   * errors, and only after the WAIT behind it.
   */
  private final Set<Script> known = new HashSet<>();

  /**
   * Connects.
   *
   * @param guard gets the socket before anything is written or read
   */
  Link(HostAndPort address, LinkSettings settings, LinkGuard guard) {
    super(sockets(address, settings, guard), settings.client());
    this.guard = guard;
    this.manyKeys = settings.manyKeys();
    this.wait =
        settings.replicas() == 0
            ? null
            : new CommandArguments(Protocol.Command.WAIT)
                .add(settings.replicas())
                .add(settings.replicaTimeoutMillis());
    try {
      if (settings.mustBeMaster()) {
        requireMaster();
      }
      Sentinels sentinels = settings.sentinels();
      if (sentinels != null) {
        sentinels.requireNamed(address);
      }
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  private static JedisSocketFactory sockets(
      HostAndPort address, LinkSettings settings, LinkGuard guard) {
    return new DefaultJedisSocketFactory(address, settings.client()) {
      @Override
      public Socket createSocket() {
        Socket socket = super.createSocket();
        guard.opened(socket);
        return socket;
      }
    };
  }

  /**
   * A replica answers reads, from the past: what it says of a key may be over. Neither a failover
   * nor a name that now leads elsewhere closes all connections, so each new one asks.
   */
  private void requireMaster() {
    byte[] info = (byte[]) executeCommand(INFO_REPLICATION);
    if (!new String(info, StandardCharsets.UTF_8).contains("role:master")) {
      throw new JedisConnectionException(getHostAndPort() + " is a replica, not a master");
    }
  }

  /** One exchange, from the first byte to the last; a connection that failed is broken after it. */
  void exchange(List<Call> calls) {
    Exchange exchange = new Exchange(calls);
    try {
      write(exchange);
      read(exchange, Long.MAX_VALUE);
    } finally {
      exchange.settle();
    }
  }

  /** Writes the calls. When that fails, the connection is broken, and so is the exchange. */
  void write(Exchange exchange) {
    guard.begin();
    try {
      boolean durable = false;
      for (List<Call> next = exchange.next(manyKeys);
          !next.isEmpty();
          next = exchange.next(manyKeys)) {
        Call first = next.get(0);
        if (first.asking()) {
          sendCommand(ASKING);
        }
        Script script = first.script();
        sendCommand(Call.command(next, script != null && known.add(script)));
        durable |= first.durable();
      }
      if (durable && wait != null) {
        exchange.waits();
        sendCommand(wait);
      }
      flush();
    } catch (RuntimeException e) {
      fail(exchange, e);
    } catch (Error e) {
      fail(exchange, new JedisConnectionException("the exchange failed", e));
      throw e;
    }
  }

  /**
   * Reads answers until there are no more or it is late; a read that has begun ends, within the
   * connection's timeout. Call it again after false.
   *
   * @param until on {@link System#nanoTime}; {@link Long#MAX_VALUE} for never
   * @return whether the exchange is over, because all is read or the connection is broken
   */
  boolean read(Exchange exchange, long until) {
    if (isBroken()) {
      return true;
    }
    try {
      for (Call next = exchange.unread(); next != null; next = exchange.unread()) {
        if (late(until)) {
          return false;
        }
        if (next.asking()) {
          read();
        }
        exchange.answered(read(), manyKeys);
      }
      if (exchange.waiting()) {
        if (late(until)) {
          return false;
        }
        exchange.acknowledged(acknowledged(read()));
      }
      guard.end();
      return true;
    } catch (RuntimeException e) {
      fail(exchange, e);
      return true;
    } catch (Error e) {
      fail(exchange, new JedisConnectionException("the exchange failed", e));
      throw e;
    }
  }

  private static boolean late(long until) {
    return until != Long.MAX_VALUE && System.nanoTime() - until >= 0;
  }

  private void fail(Exchange exchange, RuntimeException cause) {
    guard.end();
    setBroken();
    exchange.fail(cause);
  }

  LinkGuard guard() {
    return guard;
  }

  /** An error reply is one call's answer and says nothing of the others. */
  private Object read() {
    try {
      Object reply = getUnflushedObject();
      return reply == null ? NoReply.NIL : reply;
    } catch (JedisDataException e) {
      return e;
    }
  }

  /**
   * WAIT itself fails when the server became a replica under it. Then nothing is known of the
   * writes before it, and they are sent again, to whoever is the master by then.
   */
  private static int acknowledged(Object reply) {
    if (reply instanceof Long count) {
      return count.intValue();
    }
    throw new JedisConnectionException("WAIT was answered with " + reply);
  }

  /** The answer that there is nothing; null stands for no answer. */
  enum NoReply {
    /** A nil reply. */
    NIL
  }
}
