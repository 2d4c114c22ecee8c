package io.github.semel.redis;

import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisCluster;
import io.github.semel.redis.server.RedisReplication;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the test classes share, each started when the first test needs it and ended with
 * the JVM. A test that disturbs its servers starts its own.
 */
final class Servers {

  private static final Shared<RedisServer> STANDALONE = new Shared<>(RedisServer::start);
  // No test of those that share it wants a failover. A machine that stands still for a second is
  // no reason for one.
  private static final Shared<RedisReplication> REPLICATION =
      new Shared<>(
          () -> RedisReplication.of(RedisBinary.find()).downAfter(Duration.ofMinutes(10)).start());
  private static final Shared<RedisCluster> CLUSTER = new Shared<>(RedisCluster::start);

  private static final Pattern SCRIPT_RUNS =
      Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+).*,rejected_calls=(\\d+)");

  private Servers() {}

  static RedisServer standalone() {
    return STANDALONE.get();
  }

  static RedisReplication replication() {
    return REPLICATION.get();
  }

  static RedisCluster cluster() {
    return CLUSTER.get();
  }

  static RedisStoreBuilder store(RedisServer server) {
    return RedisStore.standalone(server.host(), server.port());
  }

  static RedisStoreBuilder store(RedisReplication replication) {
    List<RedisAddress> sentinels =
        replication.sentinelPorts().stream()
            .map(port -> new RedisAddress("127.0.0.1", port))
            .toList();
    return RedisStore.sentinel(replication.masterName(), sentinels);
  }

  static RedisStoreBuilder store(RedisCluster cluster) {
    return RedisStore.cluster(
        cluster.nodes().stream().map(node -> new RedisAddress(node.host(), node.port())).toList());
  }

  /**
   * Forgets all keys of the servers that were started: a scan goes through those of others as well,
   * and takes the longer the more there are.
   */
  static void empty() {
    STANDALONE.ifStarted(server -> server.command("FLUSHALL"));
    REPLICATION.ifStarted(replication -> replication.master().command("FLUSHALL"));
    CLUSTER.ifStarted(cluster -> cluster.masters().forEach(master -> master.command("FLUSHALL")));
  }

  private static final class Shared<T> {

    private final Supplier<T> start;
    private @Nullable T started;

    Shared(Supplier<T> start) {
      this.start = start;
    }

    synchronized T get() {
      T server = started;
      if (server == null) {
        server = start.get();
        started = server;
      }
      return server;
    }

    synchronized void ifStarted(Consumer<T> action) {
      if (started != null) {
        action.accept(started);
      }
    }
  }

  /** How many scripts were sent since the last {@code CONFIG RESETSTAT}, refused or not. */
  static int scriptRuns(RedisServer server) {
    Matcher runs = SCRIPT_RUNS.matcher(String.valueOf(server.command("INFO", "commandstats")));
    int sum = 0;
    while (runs.find()) {
      // What is refused before it runs is counted apart, from version 6.2 on.
      sum += Integer.parseInt(runs.group(1)) + Integer.parseInt(runs.group(2));
    }
    return sum;
  }

  /** For a store whose user may touch keys that begin with {@code open}, and no others. */
  static RedisStoreBuilder storeOfOpenKeys(RedisServer server) {
    server.command(
        ("ACL SETUSER payments reset on >secret ~semel:open* resetchannels -@all +evalsha +eval"
                + " +get +set +time +info +hello +client|setname")
            .split(" "));
    return store(server).credentials("payments", "secret");
  }
}
