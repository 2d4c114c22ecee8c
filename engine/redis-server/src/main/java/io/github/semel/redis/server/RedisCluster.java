package io.github.semel.redis.server;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A Redis Cluster: masters that share the slots evenly, and a replica of each. Safe from any
 * thread; moves of slots must not overlap.
 */
public final class RedisCluster implements AutoCloseable {

  /** How many slots there are. */
  public static final int SLOTS = 16_384;

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FAILOVER = Duration.ofSeconds(60);
  // A paused node accepts a connection and answers nothing.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Builder settings;
  // Masters at the start, then their replicas in the same order, round by round; filled before the
  // constructing thread hands this object on.
  private final List<RedisServer> nodes = new ArrayList<>();

  /** Settings of a cluster; for one thread. */
  public static final class Builder {

    private final RedisBinary binary;
    private int masters = 3;
    private int replicas = 1;
    private Duration nodeTimeout = Duration.ofMillis(1_500);
    private boolean fullCoverage = true;
    private final List<String> config = new ArrayList<>();

    private Builder(RedisBinary binary) {
      this.binary = binary;
    }

    /** How many masters; 3 unless set, and no fewer where failovers are wanted. */
    public Builder masters(int count) {
      this.masters = count;
      return this;
    }

    /** How many replicas each master has; 1 unless set. */
    public Builder replicas(int count) {
      this.replicas = count;
      return this;
    }

    /** How long a node is silent before others take it for failing; 1.5 s unless set. */
    public Builder nodeTimeout(Duration time) {
      this.nodeTimeout = time;
      return this;
    }

    /** Whether a slot without a master stops the whole cluster; as in Redis, it does unless set. */
    public Builder requireFullCoverage(boolean required) {
      this.fullCoverage = required;
      return this;
    }

    /** More directives for each node. */
    public Builder config(String... directives) {
      config.addAll(List.of(directives));
      return this;
    }

    /**
     * Starts the nodes and waits until each says that the cluster is complete.
     *
     * @throws RedisServerException when that does not come about
     */
    public RedisCluster start() {
      RedisCluster cluster = new RedisCluster(this);
      try {
        cluster.startNodes();
        cluster.form();
        return cluster;
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }
  }

  private RedisCluster(Builder settings) {
    this.settings = settings;
  }

  /** Settings for a cluster of this binary. */
  public static Builder of(RedisBinary binary) {
    return new Builder(binary);
  }

  /** Three masters and three replicas, with the binary of {@link RedisBinary#find()}. */
  public static RedisCluster start() {
    return of(RedisBinary.find()).start();
  }

  private void startNodes() {
    List<String> config =
        new ArrayList<>(
            List.of(
                "--cluster-enabled yes",
                "--cluster-node-timeout " + settings.nodeTimeout.toMillis(),
                // A replica may take over however long it has been without its master.
                "--cluster-replica-validity-factor 0",
                // A master that has given its slots away stays one.
                "--cluster-allow-replica-migration no",
                "--cluster-require-full-coverage " + (settings.fullCoverage ? "yes" : "no"),
                "--repl-diskless-sync yes",
                "--repl-diskless-sync-delay 0",
                "--repl-ping-replica-period 1"));
    String password = Directives.value(Directives.lines(settings.config), "requirepass");
    if (password != null) {
      config.add("--masterauth " + password);
    }
    config.addAll(settings.config);
    for (int i = 0; i < settings.masters * (1 + settings.replicas); i++) {
      nodes.add(RedisServer.start(settings.binary, Ports::freeForCluster, config, null));
    }
  }

  private void form() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      RedisServer node = nodes.get(i);
      ids.add(String.valueOf(node.command("CLUSTER", "MYID")));
      // Epochs that differ from the start need no election to become so.
      node.command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
      if (i < settings.masters) {
        addSlots(node, SLOTS * i / settings.masters, SLOTS * (i + 1) / settings.masters);
      }
    }
    // Each meets each: faster than to wait until gossip has spread the news.
    for (RedisServer node : nodes) {
      for (RedisServer other : nodes) {
        if (node != other) {
          node.command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(other.port()));
        }
      }
    }
    awaitEach("nodes that have met", reply -> knownNodes(reply) == nodes.size());
    for (int i = settings.masters; i < nodes.size(); i++) {
      nodes.get(i).command("CLUSTER", "REPLICATE", ids.get(i % settings.masters));
    }
    awaitEach(
        "replicas known to all",
        reply ->
            reply.stream().filter(node -> node.is("slave")).count()
                == nodes.size() - settings.masters);
    awaitOk();
    awaitReplicas();
  }

  private void addSlots(RedisServer node, int first, int end) {
    if (settings.binary.atLeast(7, 0)) {
      node.command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(end - 1));
      return;
    }
    List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    for (int slot = first; slot < end; slot++) {
      words.add(String.valueOf(slot));
    }
    node.command(words.toArray(String[]::new));
  }

  private static long knownNodes(List<ClusterNode> reply) {
    return reply.stream().filter(node -> !node.is("handshake") && !node.is("noaddr")).count();
  }

  private void awaitEach(String what, Predicate<List<ClusterNode>> condition) {
    for (RedisServer node : nodes) {
      Await.until(
          START,
          () -> "no " + what + ": " + node.log(),
          () -> condition.test(ClusterNode.all(node.command("CLUSTER", "NODES"))));
    }
  }

  /**
   * Waits until each node that runs says that the cluster is well and every slot has its master.
   *
   * @throws RedisServerException when that does not come about
   */
  public void awaitOk() {
    for (RedisServer node : nodes) {
      if (node.isAlive()) {
        Await.until(START, () -> "cluster not ok: " + node.log(), () -> isOk(node));
      }
    }
  }

  private static boolean isOk(RedisServer node) {
    Object info = node.command("CLUSTER", "INFO");
    return InfoReply.field(info, "cluster_state").equals(Optional.of("ok"))
        && InfoReply.field(info, "cluster_slots_ok").equals(Optional.of(String.valueOf(SLOTS)));
  }

  /**
   * Waits until each replica that runs is in sync with its master.
   *
   * @throws RedisServerException when that does not come about
   */
  public void awaitReplicas() {
    for (RedisServer node : nodes) {
      if (node.isAlive() && node.info("replication", "role").equals("slave")) {
        Await.until(
            START,
            () -> "replica not in sync: " + node.log(),
            () -> node.info("replication", "master_link_status").equals("up"));
      }
    }
  }

  /** Every node; those that were masters at the start come first. */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** The nodes that own slots now, among those that answer. */
  public List<RedisServer> masters() {
    List<Claim> claims = claims();
    Set<RedisServer> owners = new HashSet<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      owner(claims, slot).ifPresent(owners::add);
    }
    return nodes.stream().filter(owners::contains).toList();
  }

  /** The nodes that say they replicate {@code master}, among those that answer. */
  public List<RedisServer> replicasOf(RedisServer master) {
    String id = idOf(master);
    return claims().stream()
        .filter(claim -> claim.self().is("slave") && claim.self().masterId().equals(id))
        .map(Claim::node)
        .toList();
  }

  /**
   * The node that owns a slot.
   *
   * @throws RedisServerException when none that answers does
   */
  public RedisServer masterOf(int slot) {
    return owner(claims(), slot)
        .orElseThrow(() -> new RedisServerException("slot " + slot + " has no master"));
  }

  /**
   * Waits until another node than {@code former} owns a slot, and says that the cluster is well.
   *
   * @throws RedisServerException when that does not come about
   */
  public RedisServer awaitMasterOf(int slot, RedisServer former) {
    Await.until(
        FAILOVER,
        () -> "slot " + slot + " has no other master",
        () -> owner(claims(), slot).filter(node -> node != former && isOk(node)).isPresent());
    return masterOf(slot);
  }

  /** What a node that answers says of itself. */
  private record Claim(RedisServer node, ClusterNode self) {}

  private List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    for (RedisServer node : nodes) {
      if (!node.isAlive()) {
        continue;
      }
      try (RespConnection connection = node.address().connect(LOOK, StandardCharsets.UTF_8)) {
        claims.add(new Claim(node, ClusterNode.self(connection.command("CLUSTER", "NODES"))));
      } catch (UncheckedIOException e) {
        // Paused, or just gone.
      }
    }
    return claims;
  }

  /** Of several that claim a slot, the one with the latest epoch is believed by all in the end. */
  private static Optional<RedisServer> owner(List<Claim> claims, int slot) {
    Claim owner = null;
    for (Claim claim : claims) {
      if (claim.self().is("master")
          && claim.self().slots().get(slot)
          && (owner == null || claim.self().configEpoch() > owner.self().configEpoch())) {
        owner = claim;
      }
    }
    return Optional.ofNullable(owner).map(Claim::node);
  }

  /** The slot of a key. */
  public int slotOf(String key) {
    RedisServer node = nodes.stream().filter(RedisServer::isAlive).findFirst().orElseThrow();
    Object slot = Objects.requireNonNull(node.command("CLUSTER", "KEYSLOT", key));
    return Math.toIntExact((Long) slot);
  }

  private static String idOf(RedisServer node) {
    return String.valueOf(node.command("CLUSTER", "MYID"));
  }

  /** Moves slots with their keys; clients may go on meanwhile. */
  public void moveSlots(RedisServer from, RedisServer to, List<Integer> slots) {
    for (int slot : slots) {
      beginMove(from, to, slot);
      moveKeys(from, to, slot);
      endMove(from, to, slot);
    }
  }

  /**
   * Begins to move a slot: for keys that {@code from} does not have, it now answers with an ASK
   * redirection to {@code to}.
   */
  public void beginMove(RedisServer from, RedisServer to, int slot) {
    SlotMove.begin(from, idOf(from), to, idOf(to), slot);
  }

  /**
   * Moves keys of a slot whose move has begun, all that are there.
   *
   * @return how many
   */
  public int moveKeys(RedisServer from, RedisServer to, int slot) {
    return SlotMove.moveKeys(from, to, slot);
  }

  /** Ends the move of a slot without keys: {@code to} owns it, and all masters are told. */
  public void endMove(RedisServer from, RedisServer to, int slot) {
    String id = idOf(to);
    SlotMove.end(to, id, slot);
    SlotMove.end(from, id, slot);
    for (RedisServer master : masters()) {
      if (master != to && master != from) {
        SlotMove.end(master, id, slot);
      }
    }
  }

  /** Kills every node. */
  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
