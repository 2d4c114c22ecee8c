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

/**
 * A connection on which many calls make one exchange: all are written, then all answers are read,
 * then one WAIT answers for all that are durable. Used by one thread at a time.
 */
final class Link extends Connection {

  private static final CommandArguments ASKING = new CommandArguments(Protocol.Command.ASKING);
  private static final CommandArguments INFO_REPLICATION =
      new CommandArguments(Protocol.Command.INFO).add("replication");

  private final LinkGuard guard;
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

  /**
   * One exchange. Settles every call that it takes; a connection that failed is broken after it.
   */
  void exchange(List<Call> calls) {
    guard.begin();
    int written = 0;
    int settled = 0;
    boolean durable = false;
    try {
      for (Call call : calls) {
        written++;
        if (call.asking()) {
          sendCommand(ASKING);
        }
        Script script = call.script();
        sendCommand(call.command(script != null && known.add(script)));
        durable |= wait != null && call.durable();
      }
      if (durable && wait != null) {
        sendCommand(wait);
      }
      flush();
      Object[] replies = new Object[calls.size()];
      for (int i = 0; i < replies.length; i++) {
        if (calls.get(i).asking()) {
          read();
        }
        replies[i] = read();
        if (!durable) {
          calls.get(i).answer(replies[i], 0);
          settled++;
        }
      }
      if (durable) {
        int acknowledged = acknowledged(read());
        for (; settled < replies.length; settled++) {
          calls.get(settled).answer(replies[settled], acknowledged);
        }
      }
    } catch (RuntimeException e) {
      giveUp(calls, settled, written, e);
    } catch (Error e) {
      giveUp(calls, settled, written, new JedisConnectionException("the exchange failed", e));
      throw e;
    } finally {
      guard.end();
    }
  }

  LinkGuard guard() {
    return guard;
  }

  /** Gives up, with the calls that are not settled yet. */
  private void giveUp(List<Call> calls, int settled, int written, RuntimeException cause) {
    setBroken();
    for (int i = settled; i < calls.size(); i++) {
      if (i < written) {
        calls.get(i).lose(cause);
      } else {
        calls.get(i).refuse(cause);
      }
    }
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
