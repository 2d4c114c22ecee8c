package io.github.semel.stress.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisCluster;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Scenario;
import io.github.semel.stress.Sizes;
import io.github.semel.stress.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A cluster's masters die and its slots move under load. */
public final class ClusterFaults implements Scenario {

  private static final int MOVED = 150;
  private static final int PROBES = 2;
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "cluster";
  }

  @Override
  public String description() {
    return "Three masters with a replica each. In one variant slots move with their keys from one"
        + " master to another and back, while half of the load is on them: nothing may be lost,"
        + " with or without WAIT. In the other a master is killed, its replica takes over, and the"
        + " killed node comes back as a replica. The nodes replicate over the loopback interface,"
        + " which still delivers what a killed process wrote, so that little is lost even without"
        + " WAIT; see failover for what is. Recovery is from the kill to the first claim in a slot of"
        + " the killed master that began after it and was acknowledged; with WAIT 1 that needs the"
        + " new master to have a replica.";
  }

  @Override
  public void run(Sizes sizes, Consumer<Row> done) throws InterruptedException {
    for (ReplicaWait wait : ReplicaWait.values()) {
      done.accept(moveSlots(sizes, wait, MOVED));
      done.accept(killMasters(sizes, wait));
    }
  }

  Row moveSlots(Sizes sizes, ReplicaWait wait, int moved) throws InterruptedException {
    Tally tally = new Tally();
    try (RedisCluster cluster = RedisCluster.of(RedisBinary.find()).start();
        IdempotencyStore store = store(cluster, wait)) {
      List<Integer> slots = IntStream.range(0, moved).boxed().toList();
      List<String> tags = SlotTags.of(slots);
      FreshKeyLoad load =
          FreshKeyLoad.start(
              FreshKeyLoad.Plan.of("move", sizes.threads(), sizes.seed())
                  .withKeys(
                      (worker, n) ->
                          (n % 2 == 0 ? tags.get((int) (n / 2 % moved)) : "")
                              + "move:"
                              + worker
                              + ":"
                              + n),
              store,
              tally);
      RedisServer from = cluster.masterOf(0);
      RedisServer to = cluster.masterOf(RedisCluster.SLOTS - 1);
      for (int round = 0; round < sizes.rounds(); round++) {
        Thread.sleep(sizes.load().toMillis());
        if (round % 2 == 0) {
          cluster.moveSlots(from, to, slots);
        } else {
          cluster.moveSlots(to, from, slots);
        }
        tally.add(Count.SLOT_MOVES, moved);
      }
      Thread.sleep(sizes.load().toMillis());
      List<HeldKey> held = load.stop();
      verify(cluster, held, tally);
    }
    // No server is lost: nothing else may be, whether replicas confirm or not.
    return Row.of(
        name(), "slots moved, " + wait.title(), Row.Promise.NOTHING_LOST, tally, Map.of());
  }

  Row killMasters(Sizes sizes, ReplicaWait wait) throws InterruptedException {
    Tally tally = new Tally();
    Map<String, Long> times = new TreeMap<>();
    try (RedisCluster cluster = RedisCluster.of(RedisBinary.find()).start();
        IdempotencyStore store = store(cluster, wait)) {
      List<HeldKey> held = new ArrayList<>();
      FreshKeyLoad load =
          FreshKeyLoad.start(
              FreshKeyLoad.Plan.of("anywhere", sizes.threads(), sizes.seed()), store, tally);
      for (int round = 0; round < sizes.rounds(); round++) {
        int slot = round * (RedisCluster.SLOTS / 3) % RedisCluster.SLOTS;
        held.addAll(kill(sizes, round, slot, cluster, store, tally, times));
      }
      held.addAll(load.stop());
      verify(cluster, held, tally);
    }
    return Row.of(name(), "master killed, " + wait.title(), wait.promise(), tally, times);
  }

  private static List<HeldKey> kill(
      Sizes sizes,
      int round,
      int slot,
      RedisCluster cluster,
      IdempotencyStore store,
      Tally tally,
      Map<String, Long> times)
      throws InterruptedException {
    String tag = SlotTags.of(List.of(slot)).get(0);
    FreshKeyLoad affected =
        FreshKeyLoad.start(
            FreshKeyLoad.Plan.of("affected", PROBES, sizes.seed() + round)
                .withKeys((worker, n) -> tag + "kill" + round + ":" + worker + ":" + n),
            store,
            tally);
    RedisServer victim = cluster.masterOf(slot);
    Thread.sleep(sizes.load().toMillis());
    victim.kill();
    affected.mark();
    tally.add(Count.KILLS);
    cluster.awaitMasterOf(slot, victim);
    victim.restart(true);
    affected
        .awaitRecoveryMillis(RECOVERY)
        .ifPresentOrElse(
            millis -> times.merge(Row.RECOVERY, millis, Math::max),
            () -> tally.add(Count.WRONG_ANSWERS, "no recovery within " + RECOVERY));
    cluster.awaitOk();
    cluster.awaitReplicas();
    return affected.stop();
  }

  private static IdempotencyStore store(RedisCluster cluster, ReplicaWait wait) {
    return Addresses.cluster(cluster)
        .timeout(Addresses.TIMEOUT)
        .durability(wait.durability())
        .build();
  }

  private static void verify(RedisCluster cluster, List<HeldKey> held, Tally tally) {
    try (IdempotencyStore patient =
        Addresses.cluster(cluster).timeout(Duration.ofSeconds(10)).build()) {
      Verification.run(patient, held, tally);
    }
  }
}
