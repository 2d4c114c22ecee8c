package io.github.semel.stress.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.RedisAddress;
import io.github.semel.redis.RedisStore;
import io.github.semel.redis.RedisStoreListener;
import io.github.semel.redis.ServerReport;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The client stays with the old master on one side, and everybody else elects a new one.
 *
 * <p>What is simulated: the Sentinels know the master by the address of a proxy and the client
 * knows the Sentinels by proxies, all of which are cut, as is the replication. The client reaches
 * the old master itself, by its address mapping. So between the cut and the end of it no byte
 * passes between { client, old master } and { Sentinels, replica }. Only the ways to the Sentinels
 * are healed in the end: the old master never hears that it is none.
 */
public final class Partition implements Scenario {

  private static final Duration BOUND = Duration.ofSeconds(30);

  /** From the end of the partition between client and Sentinels until the client knows. */
  private static final String HEALED_TO_FOUND = "healed to new master found";

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String description() {
    return "The client and the master are cut off from the replica and the three Sentinels, which"
        + " promote the replica. The client goes on with the old master until it can ask the"
        + " Sentinels again. Everything that it was granted meanwhile is unknown to the new master."
        + " With WAIT 1 it is granted nothing.";
  }

  @Override
  public void run(Sizes sizes, Consumer<Row> done) throws InterruptedException {
    for (ReplicaWait wait : ReplicaWait.values()) {
      done.accept(run(sizes, wait));
    }
  }

  Row run(Sizes sizes, ReplicaWait wait) throws InterruptedException {
    Tally tally = new Tally();
    Map<String, Long> times = new TreeMap<>();
    for (int round = 0; round < sizes.rounds(); round++) {
      try (RedisReplication replication =
          RedisReplication.of(RedisBinary.find()).replicas(1).throughProxies().start()) {
        round(sizes, round, replication, wait, tally, times);
      }
    }
    return Row.of(name(), wait.title(), wait.promise(), tally, times);
  }

  private static void round(
      Sizes sizes,
      int round,
      RedisReplication replication,
      ReplicaWait wait,
      Tally tally,
      Map<String, Long> times)
      throws InterruptedException {
    RedisServer old = replication.servers().get(0);
    FaultProxy replicated = replication.proxyOf(replication.servers().get(1));
    List<HeldKey> held;
    RedisServer promoted;
    try (FaultProxy watched = FaultProxy.to(old.port());
        FaultProxies asked = FaultProxies.to(replication.sentinelPorts())) {
      SentinelView.monitor(replication, watched.port());
      Set<Integer> found = ConcurrentHashMap.newKeySet();
      try (IdempotencyStore store = store(replication, asked, watched, old, wait, found)) {
        FreshKeyLoad load =
            FreshKeyLoad.start(
                FreshKeyLoad.Plan.of("partition" + round, sizes.threads(), sizes.seed() + round),
                store,
                tally);
        Thread.sleep(sizes.load().toMillis());
        tally.add(Count.PARTITIONS);
        replicated.partition();
        watched.partition();
        asked.partition();
        promoted = replication.awaitMaster(old);
        Thread.sleep(sizes.load().toMillis());
        asked.heal();
        long healed = System.nanoTime();
        await(found, promoted.port());
        times.merge(HEALED_TO_FOUND, (System.nanoTime() - healed) / 1_000_000, Math::max);
        Thread.sleep(sizes.load().toMillis());
        held = load.stop();
      }
    }
    try (IdempotencyStore direct = Addresses.direct(promoted)) {
      Verification.run(direct, held, tally);
    }
  }

  private static IdempotencyStore store(
      RedisReplication replication,
      FaultProxies asked,
      FaultProxy watched,
      RedisServer old,
      ReplicaWait wait,
      Set<Integer> found) {
    return RedisStore.sentinel(replication.masterName(), Addresses.of(asked.ports()))
        .timeout(Addresses.TIMEOUT)
        .durability(wait.durability())
        .addressMapping(told -> told.port() == watched.port() ? reached(old) : told)
        .listener(
            new RedisStoreListener() {
              @Override
              public void serverFound(ServerReport report) {
                found.add(report.address().port());
              }
            })
        .build();
  }

  private static RedisAddress reached(RedisServer server) {
    return Addresses.of(server.port());
  }

  private static void await(Set<Integer> found, int port) throws InterruptedException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!found.contains(port)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the store has not found the new master");
      }
      Thread.sleep(5);
    }
  }
}
