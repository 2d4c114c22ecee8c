package io.github.semel.stress.history;

import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisReplication;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.redis.server.Replies;
import io.github.semel.stress.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Rounds of processes against Redis. By turns a server whose network and whose process are
 * disturbed, and a master with a replica and three Sentinels that fails over while writes wait for
 * the replica. A request that was cut off may still arrive until the servers of the round have
 * ended.
 */
final class RedisRounds implements Rounds {

  private static final int PROCESSES = 2;
  private static final int DISTURBANCES_A_ROUND = 65;
  private static final int FAILOVERS_A_ROUND = 2;
  private static final long BETWEEN_MILLIS = 150;
  private static final long SETTLING_MILLIS = 700;
  private static final long LOAD_MILLIS = 1_500;
  private static final int BYTES_BEFORE_THE_CUT = 3;
  private static final double LOST = 0.2;
  private static final String FULL = "1";
  private static final String UNBOUNDED = "0";
  private static final Disturbance[] DISTURBANCES = Disturbance.values();

  /** What is done to one server, its network, and its clients. */
  private enum Disturbance {
    CUT_WITHIN,
    CUT_BEFORE,
    SILENCE,
    DELAY,
    PARTITION,
    SCRIPT_FLUSH,
    CONNECTION_KILL,
    PAUSE,
    RESTART,
    FULL,
    BUSY_DISK,
    CLIENT_KILL,
    CLIENT_STOP
  }

  private final Grounds grounds;
  private final SplittableRandom random;

  RedisRounds(Grounds grounds) {
    this.grounds = grounds;
    this.random = new SplittableRandom(grounds.seed());
  }

  @Override
  public String title() {
    return "Redis "
        + RedisBinary.find().version()
        + ": one server with appendfsync always; a master and a replica with WAIT 1";
  }

  @Override
  public Round round(int number) throws IOException, InterruptedException {
    return number % 2 == 0 ? disturbed() : failingOver();
  }

  // --- one server
  // ------------------------------------------------------------------------------------

  private Round disturbed() throws IOException, InterruptedException {
    Field field = grounds.field();
    grounds.beginRound();
    try (RedisServer server =
            RedisServer.start(RedisBinary.find(), "--appendonly yes", "--appendfsync always");
        FaultProxy proxy = FaultProxy.to(server.port())) {
      String uri =
          "redis://127.0.0.1:" + proxy.port() + "?timeoutMillis=600&replyTimeoutMillis=150";
      try (Processes processes = new Processes(uri)) {
        processes.awaitCalls();
        FaultProxy.Counts before = proxy.counts();
        for (int i = 0; i < DISTURBANCES_A_ROUND && !grounds.isOver(); i++) {
          disturb(DISTURBANCES[i % DISTURBANCES.length], server, proxy, processes);
          Thread.sleep(BETWEEN_MILLIS);
        }
        count(Count.SILENCES, proxy.counts().drops() - before.drops());
        Thread.sleep(SETTLING_MILLIS);
        field.stop();
        processes.awaitEnd();
      }
    }
    return new Round(grounds.endRound(Deaths.NONE), false);
  }

  private void count(Count count, long many) {
    for (long i = 0; i < many; i++) {
      grounds.field().count(count);
    }
  }

  private void disturb(
      Disturbance disturbance, RedisServer server, FaultProxy proxy, Processes processes)
      throws IOException, InterruptedException {
    long duration = random.nextLong(50, 900);
    switch (disturbance) {
      case CUT_WITHIN -> cut(proxy, BYTES_BEFORE_THE_CUT, Count.CUTS_WITHIN);
      case CUT_BEFORE -> cut(proxy, 0, Count.CUTS_BEFORE);
      case SILENCE -> {
        proxy.dropReplies(Replies.random(LOST, random.nextLong()));
        Thread.sleep(duration / 4);
        proxy.dropReplies(Replies.none());
      }
      case DELAY -> {
        proxy.delay(Duration.ofMillis(duration / 4), Duration.ofMillis(duration / 4));
        Thread.sleep(duration);
        proxy.delay(Duration.ZERO, Duration.ZERO);
        count(Count.DELAYS, 1);
      }
      case PARTITION -> {
        proxy.partition();
        Thread.sleep(duration);
        proxy.heal();
        count(Count.PARTITIONS, 1);
      }
      case SCRIPT_FLUSH -> {
        server.command("SCRIPT", "FLUSH");
        count(Count.SCRIPT_FLUSHES, 1);
      }
      case CONNECTION_KILL -> {
        server.command("CLIENT", "KILL", "TYPE", "normal");
        count(Count.CONNECTION_KILLS, 1);
      }
      case PAUSE -> {
        server.pause();
        Thread.sleep(duration);
        server.resume();
        count(Count.PAUSES, 1);
      }
      case RESTART -> {
        server.kill();
        Thread.sleep(duration / 4);
        server.restart(true);
        count(Count.RESTARTS_WITH_DATA, 1);
      }
      case FULL -> {
        server.command("CONFIG", "SET", "maxmemory", FULL);
        Thread.sleep(duration / 4);
        server.command("CONFIG", "SET", "maxmemory", UNBOUNDED);
        count(Count.FILLINGS, 1);
      }
      case BUSY_DISK -> {
        BusyDisk disk = new BusyDisk(grounds.folder());
        try (disk) {
          Thread.sleep(duration);
        }
        count(Count.BUSY_DISKS, 1);
      }
      case CLIENT_KILL -> {
        processes.kill();
        count(Count.PROCESS_KILLS, 1);
      }
      case CLIENT_STOP -> {
        processes.stop(duration);
        count(Count.PROCESS_STOPS, 1);
      }
    }
  }

  private void cut(FaultProxy proxy, int bytes, Count count) throws InterruptedException {
    long before = proxy.counts().cuts();
    proxy.cutReplies(Replies.random(LOST, random.nextLong()), bytes);
    Thread.sleep(BETWEEN_MILLIS);
    proxy.cutReplies(Replies.none(), 0);
    count(count, proxy.counts().cuts() - before);
  }

  // --- a master and its replica
  // ----------------------------------------------------------------------

  private Round failingOver() throws IOException, InterruptedException {
    Field field = grounds.field();
    grounds.beginRound();
    try (RedisReplication replication =
        RedisReplication.of(RedisBinary.find()).replicas(1).throughProxies().start()) {
      String sentinels =
          replication.sentinelPorts().stream()
              .map(port -> "127.0.0.1:" + port)
              .collect(Collectors.joining(","));
      String uri =
          "redis+sentinel://"
              + sentinels
              + "/"
              + replication.masterName()
              + "?replicas=1&replicaTimeoutMillis=300&timeoutMillis=1000";
      try (Processes processes = new Processes(uri)) {
        processes.awaitCalls();
        for (int i = 0; i < FAILOVERS_A_ROUND; i++) {
          failOver(replication);
        }
        Thread.sleep(LOAD_MILLIS);
        field.stop();
        processes.awaitEnd();
      }
    }
    return new Round(grounds.endRound(Deaths.NONE), true);
  }

  /** The replica is some milliseconds behind, and gets no more than that before its master dies. */
  private void failOver(RedisReplication replication) throws InterruptedException {
    RedisServer master = replication.master();
    RedisServer replica = replication.replicas().get(0);
    FaultProxy replicated = replication.proxyOf(replica);
    replicated.delay(Duration.ZERO, Duration.ofMillis(random.nextLong(20)));
    Thread.sleep(LOAD_MILLIS);
    replicated.partition();
    master.kill();
    count(Count.FAILOVERS, 1);
    replication.awaitMaster(master);
    replicated.heal();
    replicated.delay(Duration.ZERO, Duration.ZERO);
    master.restart(true);
    replication.followThroughProxies();
  }

  @Override
  public void close() {}

  /** The processes with the clients of a round. */
  private final class Processes implements AutoCloseable {

    private final String uri;
    private final List<Process> processes = new ArrayList<>();

    Processes(String uri) throws IOException {
      this.uri = uri;
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start(i));
      }
    }

    private Process start(int number) throws IOException {
      return grounds.start(uri, List.of(), random.nextLong(1L << 40), number, PROCESSES);
    }

    void awaitCalls() throws IOException, InterruptedException {
      long from = grounds.field().order();
      while (grounds.field().order() < from + 1_000) {
        if (!processes.stream().allMatch(Process::isAlive)) {
          throw new IllegalStateException("a process does not work: " + grounds.output());
        }
        Thread.sleep(1);
      }
    }

    void kill() throws IOException, InterruptedException {
      int victim = random.nextInt(PROCESSES);
      processes.get(victim).destroyForcibly().waitFor();
      processes.set(victim, start(victim));
    }

    void stop(long millis) throws IOException, InterruptedException {
      Process stopped = processes.get(random.nextInt(PROCESSES));
      Grounds.signal(stopped, "STOP");
      Thread.sleep(millis);
      Grounds.signal(stopped, "CONT");
    }

    void awaitEnd() throws IOException, InterruptedException {
      for (Process process : processes) {
        grounds.awaitEnd(process);
      }
    }

    @Override
    public void close() {
      processes.forEach(Process::destroyForcibly);
    }
  }
}
