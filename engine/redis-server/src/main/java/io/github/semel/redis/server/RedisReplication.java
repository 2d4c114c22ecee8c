package io.github.semel.redis.server;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A master with replicas, watched by three sentinels with a quorum of two. On request each replica
 * follows its master through a {@link FaultProxy}, so that it can be held back or cut off while
 * clients and sentinels reach every server undisturbed.
 *
 * <p>Safe from any thread.
 */
public final class RedisReplication implements AutoCloseable {

  /** What the sentinels call the master. */
  public static final String MASTER_NAME = "semel";

  private static final int SENTINELS = 3;
  private static final String QUORUM = "2";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FAILOVER = Duration.ofSeconds(90);
  // A paused sentinel accepts a connection and answers nothing.
  private static final Duration LOOK = Duration.ofSeconds(1);

  // A sentinel leads a replica that follows another address than its master's back to that address,
  // after the failover timeout: with proxies that has to wait until a failover is wanted.
  private static final Duration NEVER = Duration.ofHours(6);

  private final Builder settings;
  // One per server and in their order; a server's proxy leads to the master, and nobody uses it
  // while that server is the master itself. Empty without proxies.
  private final List<FaultProxy> proxies = new ArrayList<>();
  // All three lists are filled before the constructing thread hands this object on.
  private final List<RedisServer> servers = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  /** Settings of a replication; for one thread. */
  public static final class Builder {

    private final RedisBinary binary;
    private int replicas = 2;
    private Duration downAfter = Duration.ofSeconds(1);
    private Duration failoverTimeout = Duration.ofSeconds(3);
    private boolean throughProxies;
    private final List<String> config = new ArrayList<>();

    private Builder(RedisBinary binary) {
      this.binary = binary;
    }

    /** How many replicas; 2 unless set. */
    public Builder replicas(int count) {
      this.replicas = count;
      return this;
    }

    /** How long a server is silent before a sentinel takes it for down; 1 s unless set. */
    public Builder downAfter(Duration time) {
      this.downAfter = time;
      return this;
    }

    /** The sentinels' {@code failover-timeout}; 3 s unless set. */
    public Builder failoverTimeout(Duration time) {
      this.failoverTimeout = time;
      return this;
    }

    /** Has each replica follow its master through a proxy; see {@link #proxyOf}. */
    public Builder throughProxies() {
      this.throughProxies = true;
      return this;
    }

    /** More directives for each server, such as {@code "--min-replicas-to-write 1"}. */
    public Builder config(String... directives) {
      config.addAll(List.of(directives));
      return this;
    }

    /**
     * Starts the servers and the sentinels, and waits until the replicas are in sync and each
     * sentinel knows them all.
     *
     * @throws RedisServerException when that does not come about
     */
    public RedisReplication start() {
      RedisReplication replication = new RedisReplication(this);
      try {
        replication.startServers();
        replication.startSentinels();
        return replication;
      } catch (RuntimeException e) {
        replication.close();
        throw e;
      }
    }
  }

  private RedisReplication(Builder settings) {
    this.settings = settings;
  }

  /** Settings for a replication of this binary. */
  public static Builder of(RedisBinary binary) {
    return new Builder(binary);
  }

  /** Two replicas and no proxies, with the binary of {@link RedisBinary#find()}. */
  public static RedisReplication start() {
    return of(RedisBinary.find()).start();
  }

  private void startServers() {
    List<String> config =
        new ArrayList<>(
            List.of(
                "--repl-diskless-sync yes",
                "--repl-diskless-sync-delay 0",
                "--repl-ping-replica-period 1"));
    String password = Directives.value(Directives.lines(settings.config), "requirepass");
    if (password != null) {
      config.add("--masterauth " + password);
    }
    config.addAll(settings.config);
    for (int i = 0; i <= settings.replicas; i++) {
      servers.add(RedisServer.start(settings.binary, Ports::free, config, null));
    }
    RedisServer master = servers.get(0);
    if (settings.throughProxies) {
      for (int i = 0; i <= settings.replicas; i++) {
        proxies.add(FaultProxy.to(master.port()));
      }
    }
    for (RedisServer replica : servers.subList(1, servers.size())) {
      follow(replica, master);
    }
    awaitReplicas(master);
  }

  /** Has a replica follow, and remember that over a restart. */
  private void follow(RedisServer replica, RedisServer master) {
    int port = settings.throughProxies ? proxyOf(replica).port() : master.port();
    replica.command("REPLICAOF", "127.0.0.1", String.valueOf(port));
    replica.command("CONFIG", "REWRITE");
  }

  private void startSentinels() {
    Map<Integer, String> ids = new LinkedHashMap<>();
    for (int i = 0; i < SENTINELS; i++) {
      ids.put(Ports.free(), String.format("%040x", i + 1));
    }
    for (Map.Entry<Integer, String> self : ids.entrySet()) {
      List<String> lines = sentinelLines(self.getKey(), self.getValue());
      // Told of each other at once, they need not wait for each other's announcements.
      ids.forEach(
          (port, id) -> {
            if (!port.equals(self.getKey())) {
              lines.add("sentinel known-sentinel " + MASTER_NAME + " 127.0.0.1 " + port + " " + id);
            }
          });
      sentinels.add(RedisServer.sentinel(settings.binary, self.getKey(), lines));
    }
    for (RedisServer sentinel : sentinels) {
      Await.until(START, () -> "sentinel not ready: " + sentinel.log(), () -> knowsAll(sentinel));
    }
  }

  private List<String> sentinelLines(int port, String id) {
    List<String> lines = new ArrayList<>();
    lines.add("port " + port);
    lines.add("bind 127.0.0.1");
    lines.add("protected-mode no");
    lines.add("sentinel myid " + id);
    lines.add(
        "sentinel monitor " + MASTER_NAME + " 127.0.0.1 " + servers.get(0).port() + " " + QUORUM);
    lines.add(
        "sentinel down-after-milliseconds " + MASTER_NAME + " " + settings.downAfter.toMillis());
    Duration timeout = settings.throughProxies ? NEVER : settings.failoverTimeout;
    lines.add("sentinel failover-timeout " + MASTER_NAME + " " + timeout.toMillis());
    lines.add("sentinel parallel-syncs " + MASTER_NAME + " " + Math.max(1, settings.replicas));
    String password = Directives.value(Directives.lines(settings.config), "requirepass");
    if (password != null) {
      lines.add("sentinel auth-pass " + MASTER_NAME + " " + password);
    }
    for (RedisServer replica : servers.subList(1, servers.size())) {
      lines.add("sentinel known-replica " + MASTER_NAME + " 127.0.0.1 " + replica.port());
    }
    return lines;
  }

  private boolean knowsAll(RedisServer sentinel) {
    Map<String, String> master = fields(sentinel.command("SENTINEL", "MASTER", MASTER_NAME));
    if (!"master".equals(master.get("flags"))
        || !String.valueOf(SENTINELS - 1).equals(master.get("num-other-sentinels"))
        || !String.valueOf(settings.replicas).equals(master.get("num-slaves"))) {
      return false;
    }
    for (Object entry : list(sentinel.command("SENTINEL", "REPLICAS", MASTER_NAME))) {
      Map<String, String> replica = fields(entry);
      if (!"slave".equals(replica.get("flags"))
          || !"ok".equals(replica.get("master-link-status"))) {
        return false;
      }
    }
    for (Object entry : list(sentinel.command("SENTINEL", "SENTINELS", MASTER_NAME))) {
      if (!"sentinel".equals(fields(entry).get("flags"))) {
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

  /** {@value #MASTER_NAME}. */
  public String masterName() {
    return MASTER_NAME;
  }

  /** Every server; the first was the master at the start. */
  public List<RedisServer> servers() {
    return List.copyOf(servers);
  }

  /** The sentinels, as servers that can be asked, killed and paused like others. */
  public List<RedisServer> sentinels() {
    return List.copyOf(sentinels);
  }

  /** The sentinels' ports on 127.0.0.1. */
  public List<Integer> sentinelPorts() {
    return sentinels.stream().map(RedisServer::port).toList();
  }

  /** The server that most sentinels hold for the master; waits while they disagree. */
  public RedisServer master() {
    Await.until(START, () -> "sentinels disagree", () -> agreedMaster().isPresent());
    return agreedMaster().orElseThrow();
  }

  /** Every server but {@link #master()}, whether it runs or not. */
  public List<RedisServer> replicas() {
    RedisServer master = master();
    return servers.stream().filter(server -> server != master).toList();
  }

  private Optional<RedisServer> agreedMaster() {
    Map<String, Integer> votes = new HashMap<>();
    for (RedisServer sentinel : sentinels) {
      try (RespConnection connection = sentinel.address().connect(LOOK, StandardCharsets.UTF_8)) {
        List<?> address =
            list(connection.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME));
        if (address.size() == 2) {
          votes.merge(String.valueOf(address.get(1)), 1, Integer::sum);
        }
      } catch (UncheckedIOException e) {
        // One that is down has no vote.
      }
    }
    return servers.stream()
        .filter(server -> votes.getOrDefault(String.valueOf(server.port()), 0) > SENTINELS / 2)
        .findFirst();
  }

  /**
   * Waits until the sentinels have made another server than {@code former} the master, and all that
   * answer agree.
   *
   * @throws RedisServerException when that does not come about
   */
  public RedisServer awaitMaster(RedisServer former) {
    if (settings.throughProxies) {
      setFailoverTimeout(settings.failoverTimeout);
    }
    Await.until(
        FAILOVER,
        () -> "no failover; a sentinel's log: " + sentinels.get(0).log(),
        () ->
            settledMaster()
                .filter(master -> master != former)
                .filter(master -> master.info("replication", "role").equals("master"))
                .isPresent());
    return agreedMaster().orElseThrow();
  }

  /**
   * The master on which all sentinels that answer agree, at the same epoch and with no failover
   * under way. A majority is not enough: when two sentinels win elections one after the other, the
   * first one's choice is the master for a moment only.
   */
  private Optional<RedisServer> settledMaster() {
    Set<List<String>> views = new HashSet<>();
    for (RedisServer sentinel : sentinels) {
      try (RespConnection connection = sentinel.address().connect(LOOK, StandardCharsets.UTF_8)) {
        Map<String, String> view = fields(connection.command("SENTINEL", "MASTER", MASTER_NAME));
        views.add(
            List.of(
                view.getOrDefault("port", ""),
                view.getOrDefault("flags", ""),
                view.getOrDefault("config-epoch", "")));
      } catch (UncheckedIOException e) {
        // One that is down has no say.
      }
    }
    if (views.size() != 1) {
      return Optional.empty();
    }
    List<String> view = views.iterator().next();
    return view.get(1).equals("master")
        ? agreedMaster().filter(server -> String.valueOf(server.port()).equals(view.get(0)))
        : Optional.empty();
  }

  /**
   * Waits until each server that runs, other than this master, is in sync with it.
   *
   * @throws RedisServerException when that does not come about
   */
  public void awaitReplicas(RedisServer master) {
    for (RedisServer replica : servers) {
      if (replica != master && replica.isAlive()) {
        Await.until(
            START,
            () -> "replica not in sync: " + replica.log(),
            () ->
                replica.info("replication", "role").equals("slave")
                    && replica.info("replication", "master_link_status").equals("up")
                    && followed(replica) == master.port());
      }
    }
  }

  private int followed(RedisServer replica) {
    int port = Integer.parseInt(replica.info("replication", "master_port"));
    for (FaultProxy proxy : proxies) {
      if (proxy.port() == port) {
        return proxy.targetPort();
      }
    }
    return port;
  }

  /**
   * The proxy through which {@code replica} follows its master. After a failover the sentinels lead
   * the replicas to the new master past their proxies, until {@link #followThroughProxies()}.
   *
   * @throws IllegalStateException when started without proxies
   */
  public FaultProxy proxyOf(RedisServer replica) {
    if (!settings.throughProxies) {
      throw new IllegalStateException("started without proxies");
    }
    return proxies.get(servers.indexOf(replica));
  }

  /**
   * Has every replica that runs follow the present master through its proxy again, and waits until
   * they are in sync; for after a failover.
   */
  public void followThroughProxies() {
    RedisServer master = master();
    setFailoverTimeout(NEVER);
    proxies.forEach(proxy -> proxy.target(master.port()));
    for (RedisServer replica : servers) {
      if (replica != master && replica.isAlive()) {
        follow(replica, master);
      }
    }
    awaitReplicas(master);
  }

  private void setFailoverTimeout(Duration timeout) {
    for (RedisServer sentinel : sentinels) {
      if (sentinel.isAlive()) {
        String millis = String.valueOf(timeout.toMillis());
        sentinel.command("SENTINEL", "SET", MASTER_NAME, "failover-timeout", millis);
      }
    }
  }

  /** Kills everything. */
  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    proxies.forEach(FaultProxy::close);
    servers.forEach(RedisServer::close);
  }
}
