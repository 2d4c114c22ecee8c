package io.github.semel.benchmarks.redis;

import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.redis.server.RedisServerException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server that a benchmark talks to; it ends with whoever has started it.
 *
 * <p>Benchmarks empty it, so it is never a server that somebody else has named: either it is
 * started here, or a system property hands it on from the process that has started it.
 */
public final class RedisTarget implements AutoCloseable {

  private static final Duration LONGEST_SYNC = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 10;

  /** What stands behind the address. */
  public enum Kind {
    /** One server. */
    ALONE,
    /** A master that one replica follows. */
    REPLICATED;

    private String property() {
      return "semel.benchmarks.redis." + name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final RedisServer server;
  private final List<RedisServer> started;

  private RedisTarget(Kind kind, RedisServer server, List<RedisServer> started) {
    this.kind = kind;
    this.server = server;
    this.started = started;
  }

  /** The one that this process was handed, else a new one. */
  static RedisTarget open(Kind kind) {
    String uri = System.getProperty(kind.property());
    return uri == null
        ? start(kind)
        : new RedisTarget(kind, RedisServer.at(URI.create(uri)), List.of());
  }

  /**
   * Starts a new one.
   *
   * @throws RedisServerException when there is no Redis for this system
   */
  public static RedisTarget start(Kind kind) {
    RedisBinary binary = RedisBinary.find();
    // Without the delay, a master waits for more replicas to come before it serves the first.
    RedisServer master = RedisServer.start(binary, "--repl-diskless-sync-delay 0");
    List<RedisServer> started = new ArrayList<>(List.of(master));
    RedisTarget target = new RedisTarget(kind, master, started);
    if (kind == Kind.REPLICATED) {
      try {
        RedisServer replica =
            RedisServer.start(binary, "--replicaof " + master.host() + " " + master.port());
        started.add(replica);
        awaitSync(replica);
      } catch (RuntimeException e) {
        target.close();
        throw e;
      }
    }
    return target;
  }

  /**
   * Whether a replica follows a server of somebody else.
   *
   * @throws RedisServerException when the server is not there
   */
  public static boolean hasReplica(URI uri) {
    RedisServer server = RedisServer.at(URI.create(uri.toString().replaceFirst("\\?.*", "")));
    return !server.info("replication", "connected_slaves").equals("0");
  }

  private static void awaitSync(RedisServer replica) {
    long deadline = System.nanoTime() + LONGEST_SYNC.toNanos();
    while (!replica.info("replication", "master_link_status").equals("up")) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the replica is not in sync after " + LONGEST_SYNC);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the replica gets in sync", e);
      }
    }
  }

  /** The argument that hands this to another JVM. */
  public String jvmArgument() {
    return "-D" + kind.property() + "=" + server.uri();
  }

  /** Where it listens. */
  public String host() {
    return server.host();
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** As the server tells it. */
  public String version() {
    return server.version();
  }

  /** Sends one command over a connection of its own. */
  @Nullable Object command(String... words) {
    return server.command(words);
  }

  /** The memory that the server has in use, in bytes, as it tells it. */
  long usedMemory() {
    return Long.parseLong(server.info("memory", "used_memory"));
  }

  /** As a store's URI. */
  public String uri() {
    return server.uri().toString();
  }

  /** Takes all keys away. */
  public void empty() {
    command("FLUSHDB");
  }

  /** Ends what was started here. */
  @Override
  public void close() {
    started.forEach(RedisServer::close);
  }
}
