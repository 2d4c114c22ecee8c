package io.github.semel.benchmarks.redis;

import io.github.semel.benchmarks.redis.contender.FreshKey;
import io.github.semel.benchmarks.redis.contender.RedisContender;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.Protocol;

/**
 * The commands that whole operations of one thread cost, as the server reports them by {@code
 * MONITOR}.
 *
 * @param store the contender's name
 * @param operations how many operations there were
 * @param sent the commands that came over a connection
 * @param executed these, and those that scripts called
 */
public record CommandCount(String store, int operations, long sent, long executed) {

  private static final int OPERATIONS = 500;

  /** What a client does once: connect, look at the server, load its scripts. */
  private static final int WARM_UP = 20;

  private static final String BEGIN = "semel-count-begins";
  private static final String END = "semel-count-ends";

  /** Counts; the server has no other clients meanwhile. */
  public static CommandCount of(String store, RedisTarget target) throws InterruptedException {
    try (RedisContender contender =
        RedisContenders.operation(store, target.host(), target.port(), 1)) {
      take(contender, WARM_UP);
      Monitor monitor = new Monitor();
      try (Connection connection = new Connection(new HostAndPort(target.host(), target.port()))) {
        connection.setTimeoutInfinite();
        connection.sendCommand(Protocol.Command.MONITOR);
        connection.getStatusCodeReply();
        Thread reader = new Thread(() -> monitor.proceed(connection), "monitor");
        reader.setDaemon(true);
        reader.start();
        target.command("ECHO", BEGIN);
        take(contender, OPERATIONS);
        target.command("ECHO", END);
        if (!monitor.ended.await(10, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the monitor has not seen the end");
        }
      }
      return new CommandCount(store, OPERATIONS, monitor.sent, monitor.executed);
    } finally {
      target.empty();
    }
  }

  private static void take(RedisContender contender, int keys) {
    for (int i = 0; i < keys; i++) {
      if (!contender.take(FreshKey.next())) {
        throw new IllegalStateException("a fresh key was not free");
      }
    }
  }

  /** As one object of a JSON array. */
  public String toJson() {
    return "{\"store\": \"%s\", \"operations\": %d, \"sent\": %d, \"executed\": %d}"
        .formatted(store, operations, sent, executed);
  }

  /** Counts what comes between the two marks. Its numbers are read after {@link #ended}. */
  private static final class Monitor extends JedisMonitor {

    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean counts;
    private long sent;
    private long executed;

    @Override
    public void onCommand(String command) {
      if (command.contains(BEGIN)) {
        counts = true;
      } else if (command.contains(END)) {
        client.disconnect();
        ended.countDown();
      } else if (counts) {
        executed++;
        // A script's own commands have "lua" where others have their connection's address.
        if (!command.substring(0, command.indexOf(']') + 1).endsWith(" lua]")) {
          sent++;
        }
      }
    }
  }
}
