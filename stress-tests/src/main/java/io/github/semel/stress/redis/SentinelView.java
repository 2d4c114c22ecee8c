package io.github.semel.stress.redis;

import io.github.semel.redis.server.RedisReplication;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has Sentinels know their master by another address, so that they can be cut off from it. */
final class SentinelView {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String DOWN_AFTER_MILLIS = "1000";

  // A Sentinel leads replicas that follow another address than it knows back to that, after this.
  private static final String NEVER_MILLIS = "21600000";

  private SentinelView() {}

  /** Returns when every Sentinel knows the master at {@code port}, its replica and the others. */
  static void monitor(RedisReplication replication, int port) throws InterruptedException {
    String name = replication.masterName();
    String quorum = String.valueOf(replication.sentinels().size() / 2 + 1);
    for (RedisServer sentinel : replication.sentinels()) {
      sentinel.command("SENTINEL", "REMOVE", name);
      sentinel.command("SENTINEL", "MONITOR", name, "127.0.0.1", String.valueOf(port), quorum);
      sentinel.command("SENTINEL", "SET", name, "failover-timeout", NEVER_MILLIS);
      sentinel.command("SENTINEL", "SET", name, "down-after-milliseconds", DOWN_AFTER_MILLIS);
    }
    long deadline = System.nanoTime() + BOUND.toNanos();
    for (RedisServer sentinel : replication.sentinels()) {
      while (!knowsAll(replication, sentinel)) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("a Sentinel does not know all: " + sentinel.log());
        }
        Thread.sleep(20);
      }
    }
  }

  private static boolean knowsAll(RedisReplication replication, RedisServer sentinel) {
    String name = replication.masterName();
    Map<String, String> master = fields(sentinel.command("SENTINEL", "MASTER", name));
    if (!"master".equals(master.get("flags"))
        || !String.valueOf(replication.sentinels().size() - 1)
            .equals(master.get("num-other-sentinels"))
        || !String.valueOf(replication.servers().size() - 1).equals(master.get("num-slaves"))) {
      return false;
    }
    for (Object replica : list(sentinel.command("SENTINEL", "REPLICAS", name))) {
      Map<String, String> fields = fields(replica);
      if (!"slave".equals(fields.get("flags")) || !"ok".equals(fields.get("master-link-status"))) {
        return false;
      }
    }
    return true;
  }

  private static List<?> list(@Nullable Object reply) {
    return reply instanceof List<?> elements ? elements : List.of();
  }

  private static Map<String, String> fields(@Nullable Object reply) {
    List<?> elements = list(reply);
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < elements.size(); i += 2) {
      fields.put(String.valueOf(elements.get(i)), String.valueOf(elements.get(i + 1)));
    }
    return fields;
  }
}
