package io.github.semel.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The Sentinels of a master. They are asked, not listened to: a message that was lost would leave
 * the store with the old master, and the question is cheap. Safe for any thread; one asks at a
 * time.
 */
public final class Sentinels {

  private final List<HostAndPort> addresses;
  private final JedisClientConfig client;
  private final CommandArguments question;
  private final UnaryOperator<HostAndPort> mapping;

  /** Held by whoever asks; guards what follows. */
  private final ReentrantLock asking = new ReentrantLock();

  private @Nullable Connection connection;
  private @Nullable HostAndPort answer;
  private long askedAt = System.nanoTime();

  /** Set once, by {@link #close}. */
  private volatile boolean closed;

  /**
   * Makes no connection yet.
   *
   * @param mapping from the address that Sentinels tell to the one to connect to
   */
  public Sentinels(
      String masterName,
      List<HostAndPort> addresses,
      JedisClientConfig client,
      UnaryOperator<HostAndPort> mapping) {
    this.addresses = List.copyOf(addresses);
    this.client = client;
    this.question =
        new CommandArguments(Protocol.Command.SENTINEL)
            .add("GET-MASTER-ADDR-BY-NAME")
            .add(masterName);
    this.mapping = mapping;
  }

  /**
   * The master that the first of them to answer names; null when none does. Waits for two questions
   * at most, however many ask at the same time.
   */
  @Nullable HostAndPort master() {
    long came = System.nanoTime();
    asking.lock();
    try {
      if (closed) {
        return null;
      }
      // What somebody has begun to ask since is the answer for all who wait.
      if (askedAt - came < 0) {
        askedAt = System.nanoTime();
        answer = ask();
      }
      return answer;
    } finally {
      asking.unlock();
      if (closed) {
        close();
      }
    }
  }

  /**
   * Refuses a server that they do not name. A master that was replaced and comes back takes itself
   * for a master until they have told it otherwise; what it says of keys is from before the
   * failover, and a WAIT stands behind what it grants alone, not behind what it denies. That
   * whoever connects again asks again is what Redis wants of clients ("Guidelines for Redis clients
   * with support for Redis Sentinel").
   *
   * @throws JedisConnectionException when they name another, or none can be asked
   */
  void requireNamed(HostAndPort address) {
    HostAndPort named = master();
    if (!address.equals(named)) {
      throw new JedisConnectionException(
          named == null
              ? "no Sentinel says whether " + address + " is the master"
              : address + " was replaced as the master by " + named);
    }
  }

  private @Nullable HostAndPort ask() {
    Connection open = connection;
    if (open != null) {
      HostAndPort named = ask(open);
      if (named != null) {
        return named;
      }
      disconnect();
    }
    for (HostAndPort address : addresses) {
      try {
        Connection fresh = new Connection(address, client);
        connection = fresh;
        HostAndPort named = ask(fresh);
        if (named != null) {
          return named;
        }
      } catch (JedisException e) {
        // This one cannot be reached; another may.
      }
      disconnect();
    }
    return null;
  }

  private @Nullable HostAndPort ask(Connection sentinel) {
    try {
      if (sentinel.executeCommand(question) instanceof List<?> parts && parts.size() == 2) {
        return mapping.apply(
            new HostAndPort(text(parts.get(0)), Integer.parseInt(text(parts.get(1)))));
      }
    } catch (JedisException e) {
      // As if it did not know.
    }
    return null;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (JedisException e) {
        // It is given up anyway.
      }
    }
  }

  /** Asks no more. Not waited for: whoever asks just now may wait, and cleans up itself. */
  void close() {
    closed = true;
    if (asking.tryLock()) {
      try {
        disconnect();
      } finally {
        asking.unlock();
      }
    }
  }
}
