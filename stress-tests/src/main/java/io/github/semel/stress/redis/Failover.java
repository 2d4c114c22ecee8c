package io.github.semel.stress.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.RedisStore;
import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisReplication;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Scenario;
import io.github.semel.stress.Sizes;
import io.github.semel.stress.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A master dies under load while its replica is some milliseconds behind. */
public final class Failover implements Scenario {

  private static final List<Duration> LAGS = List.of(Duration.ofMillis(2), Duration.ofMillis(20));
  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final Duration AFTERWARDS = Duration.ofMillis(500);

  /** From the cut of the replication to the end of the process: what the client got in between. */
  private static final String CUT_TO_DEATH = "cut to death";

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public String description() {
    return "One master, one replica that gets every write some milliseconds late, three Sentinels."
        + " Under load the replication is cut and the master killed right after it: a killed"
        + " process alone loses nothing on one machine, because the kernel still delivers what it"
        + " wrote. The Sentinels promote the replica. What the master had acknowledged and the"
        + " replica never got can be claimed again. With WAIT 1 nothing is acknowledged that the"
        + " replica does not have, and as nobody replicates the new master, writes are refused"
        + " from then on. Recovery is from the kill to the first claim on the new master.";
  }

  @Override
  public void run(Sizes sizes, Consumer<Row> done) throws InterruptedException {
    for (ReplicaWait wait : ReplicaWait.values()) {
      for (Duration lag : LAGS) {
        done.accept(run(sizes, wait, lag));
      }
    }
  }

  Row run(Sizes sizes, ReplicaWait wait, Duration lag) throws InterruptedException {
    Tally tally = new Tally();
    Map<String, Long> times = new TreeMap<>();
    for (int round = 0; round < sizes.rounds(); round++) {
      try (RedisReplication replication =
          RedisReplication.of(RedisBinary.find()).replicas(1).throughProxies().start()) {
        round(sizes, round, replication, wait, lag, tally, times);
      }
    }
    String variant = wait.title() + ", replica " + lag.toMillis() + " ms behind";
    return Row.of(name(), variant, wait.promise(), tally, times);
  }

  private static void round(
      Sizes sizes,
      int round,
      RedisReplication replication,
      ReplicaWait wait,
      Duration lag,
      Tally tally,
      Map<String, Long> times)
      throws InterruptedException {
    RedisServer master = replication.servers().get(0);
    FaultProxy replicated = replication.proxyOf(replication.servers().get(1));
    replicated.delay(Duration.ZERO, lag);
    List<HeldKey> held;
    RedisServer promoted;
    try (IdempotencyStore store =
        RedisStore.sentinel(replication.masterName(), Addresses.of(replication.sentinelPorts()))
            .timeout(Addresses.TIMEOUT)
            .durability(wait.durability())
            .build()) {
      FreshKeyLoad load =
          FreshKeyLoad.start(
              FreshKeyLoad.Plan.of("failover" + round, sizes.threads(), sizes.seed() + round),
              store,
              tally);
      Thread.sleep(sizes.load().toMillis());
      long cut = System.nanoTime();
      replicated.partition();
      master.kill();
      times.merge(CUT_TO_DEATH, (System.nanoTime() - cut) / 1_000_000, Math::max);
      load.mark();
      tally.add(Count.PARTITIONS);
      tally.add(Count.KILLS);
      promoted = replication.awaitMaster(master);
      if (wait == ReplicaWait.NONE) {
        load.awaitRecoveryMillis(RECOVERY)
            .ifPresent(millis -> times.merge(Row.RECOVERY, millis, Math::max));
      }
      Thread.sleep(AFTERWARDS.toMillis());
      held = load.stop();
    }
    try (IdempotencyStore direct = Addresses.direct(promoted)) {
      Verification.run(direct, held, tally);
    }
  }
}
