package io.github.semel.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.ObservedStore;
import io.github.semel.StoreClock;
import io.github.semel.StoreListener;
import io.github.semel.StoreUnavailableException;
import io.github.semel.redis.connection.ClusterTopology;
import io.github.semel.redis.connection.LinkSettings;
import io.github.semel.redis.connection.NodeFactory;
import io.github.semel.redis.connection.SentinelTopology;
import io.github.semel.redis.connection.Sentinels;
import io.github.semel.redis.connection.SingleServer;
import io.github.semel.redis.connection.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;

/**
 * Options for a {@link RedisStore}; begun by its {@code standalone}, {@code sentinel} or {@code
 * cluster}. Every option has a default that is safe.
 *
 * <p>There is no option for a client that fails over to an independent data set, such as Jedis's
 * {@code MultiDbClient}: what was claimed in one would be free in the other.
 */
public final class RedisStoreBuilder {

  private final Kind kind;
  private final List<RedisAddress> addresses;
  private final String masterName;

  String prefix = "semel:";
  int database;
  Durability durability = Durability.NONE;
  Duration timeout = Duration.ofSeconds(2);
  int maxOutcomeBytes = 1 << 20;
  Optional<String> allowedPolicy = Optional.empty();
  @Nullable StoreClock testClock;
  String clockScript = Scripts.SERVER_CLOCK;

  private Duration replyTimeout = Duration.ofMillis(500);
  private int lanes = 2;
  private int pooled;
  private Duration longestWait = Duration.ZERO;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable String sentinelUser;
  private @Nullable String sentinelPassword;
  private boolean encrypted;
  private @Nullable SSLContext sslContext;
  private RedisProtocol protocol = RedisProtocol.RESP2;
  private String clientName = "semel";
  private StoreListener listener = StoreListener.NONE;
  private UnaryOperator<RedisAddress> mapping = UnaryOperator.identity();

  private enum Kind {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }

  RedisStoreBuilder(RedisAddress server) {
    this(Kind.STANDALONE, List.of(server), "");
  }

  RedisStoreBuilder(String masterName, List<RedisAddress> sentinels) {
    this(Kind.SENTINEL, sentinels, masterName);
    if (Limits.requireNonNull("masterName", masterName).isEmpty()) {
      throw new InvalidArgumentException("masterName", masterName, "the name of a master");
    }
  }

  RedisStoreBuilder(List<RedisAddress> nodes) {
    this(Kind.CLUSTER, nodes, "");
  }

  private RedisStoreBuilder(Kind kind, List<RedisAddress> addresses, String masterName) {
    this.kind = kind;
    this.masterName = masterName;
    for (RedisAddress address : Limits.requireNonNull("addresses", addresses)) {
      Limits.requireNonNull("address", address);
    }
    this.addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new InvalidArgumentException("addresses", addresses, "one address at least");
    }
  }

  /**
   * What stands before each key on the server; {@code "semel:"} by default. Stores with different
   * prefixes share a server and see nothing of each other, as long as neither prefix begins the
   * other. With a part in braces, for example {@code "{orders}:"}, all keys are in one slot of a
   * cluster.
   *
   * @param prefix 0 to 256 bytes of UTF-8
   */
  public RedisStoreBuilder prefix(String prefix) {
    new KeyPrefix(prefix);
    this.prefix = prefix;
    return this;
  }

  /** The user and password for the servers. Without a user, the server's default user. */
  public RedisStoreBuilder credentials(@Nullable String user, String password) {
    this.user = user;
    this.password = Limits.requireNonNull("password", password);
    return this;
  }

  /** The user and password for the Sentinels, where they have their own. */
  public RedisStoreBuilder sentinelCredentials(@Nullable String user, String password) {
    this.sentinelUser = user;
    this.sentinelPassword = Limits.requireNonNull("password", password);
    return this;
  }

  /**
   * The database of the server; 0 by default. A cluster has only that.
   *
   * @param database 0 to 1,000
   */
  public RedisStoreBuilder database(int database) {
    this.database = databases().require("database", database);
    return this;
  }

  Bounds databases() {
    return clustered() ? Bounds.DATABASE_OF_CLUSTER : Bounds.DATABASE;
  }

  /** Encrypts all connections, and verifies the servers' certificates by the JVM's authorities. */
  public RedisStoreBuilder tls() {
    this.encrypted = true;
    return this;
  }

  /** Encrypts all connections, with these authorities and keys. Host names are verified. */
  public RedisStoreBuilder tls(SSLContext context) {
    this.sslContext = Limits.requireNonNull("context", context);
    return tls();
  }

  /**
   * The version of the wire protocol; 2 by default. The store gains nothing by 3; a proxy in
   * between may know only one.
   *
   * @param version 2 or 3
   */
  public RedisStoreBuilder protocol(int version) {
    Bounds.PROTOCOL.require("version", version);
    this.protocol = version == 2 ? RedisProtocol.RESP2 : RedisProtocol.RESP3;
    return this;
  }

  /** How the connections are named in {@code CLIENT LIST}; {@code "semel"} by default. */
  public RedisStoreBuilder clientName(String name) {
    if (!Limits.requireNonNull("clientName", name).matches("[!-~]{1,100}")) {
      throw new InvalidArgumentException(
          "clientName", name, "1 to 100 printable ASCII characters without spaces");
    }
    this.clientName = name;
    return this;
  }

  /**
   * How long an operation may take in all, with whatever is sent again; 2 s by default. After it,
   * {@link StoreUnavailableException} says whether the operation may have taken place. A claim that
   * is released because too few replicas have confirmed it may take as long again.
   *
   * @param timeout 1 ms to 10 minutes
   */
  public RedisStoreBuilder timeout(Duration timeout) {
    this.timeout = Bounds.TIMEOUT_MILLIS.requireMillis("timeout", timeout);
    return this;
  }

  /**
   * How long a connection may take to be made, and a server to answer, before the connection is
   * given up and its calls are sent again over a new one; 500 ms by default. Time for replicas
   * comes on top. A server answers only when it has all that it was asked at once: with outcomes of
   * many megabytes it may need longer. What was not answered in time goes in ever smaller parts.
   *
   * @param timeout 1 ms to 10 minutes
   */
  public RedisStoreBuilder replyTimeout(Duration timeout) {
    this.replyTimeout = Bounds.TIMEOUT_MILLIS.requireMillis("replyTimeout", timeout);
    return this;
  }

  /**
   * Combines the calls of all threads over so many connections to each master; 2 by default. Calls
   * that meet on a connection travel together, so throughput grows with the number of callers. More
   * connections shorten the wait for the calls ahead, and combine less. A call that reads an answer
   * which comes in pieces may take a {@link #replyTimeout} and a second longer than the {@link
   * #timeout}.
   *
   * @param connections 1 to 64
   */
  public RedisStoreBuilder combining(int connections) {
    this.lanes = Bounds.CONNECTIONS.require("connections", connections);
    this.pooled = 0;
    return this;
  }

  /**
   * Lends a connection to each call instead of combining calls. For comparison, and for few callers
   * whose calls must not wait behind each other's. A call that has begun to wait for an answer may
   * take a {@link #replyTimeout} longer than the {@link #timeout}; a second more when the server
   * does not take what is written, or answers in pieces; and one that makes a connection, a {@link
   * #replyTimeout} for each Sentinel that does not answer. A batch is written at once, however
   * large, to one master after the other.
   *
   * @param connections how many to each master at most; 1 to 10,000
   * @param longestWait how long a call waits for one; 1 ms to 10 minutes
   */
  public RedisStoreBuilder pooling(int connections, Duration longestWait) {
    this.pooled = Bounds.POOLED_CONNECTIONS.require("connections", connections);
    this.longestWait = Bounds.TIMEOUT_MILLIS.requireMillis("longestWait", longestWait);
    return this;
  }

  /** What a write waits for; {@link Durability#NONE} by default. */
  public RedisStoreBuilder durability(Durability durability) {
    this.durability = Limits.requireNonNull("durability", durability);
    return this;
  }

  /**
   * Accepts servers that evict keys by this policy when their memory is full, for example {@code
   * "allkeys-lru"}. Evicted claims are granted twice, and evicted outcomes executed again: the
   * store's guarantees hold only for as long as memory does. {@link RedisStoreListener#keysEvicted}
   * hears of it.
   */
  public RedisStoreBuilder allowEvictionPolicy(String policy) {
    this.allowedPolicy = Optional.of(Limits.requireNonNull("policy", policy));
    return this;
  }

  /**
   * The largest outcome that is taken; 1 MiB by default.
   *
   * @param bytes 0 to 536,869,888, a KiB less than 512 MiB
   */
  public RedisStoreBuilder maxOutcomeBytes(int bytes) {
    this.maxOutcomeBytes = Bounds.OUTCOME_BYTES.require("maxOutcomeBytes", bytes);
    return this;
  }

  /** What hears of operations, and of the servers when it is a {@link RedisStoreListener}. */
  public RedisStoreBuilder listener(StoreListener listener) {
    this.listener = Limits.requireNonNull("listener", listener);
    return this;
  }

  /**
   * From the addresses that Sentinels and cluster nodes tell to those by which this process reaches
   * them, where the network translates; called often, from several threads.
   */
  public RedisStoreBuilder addressMapping(UnaryOperator<RedisAddress> mapping) {
    this.mapping = Limits.requireNonNull("mapping", mapping);
    return this;
  }

  /** For tests: the script reads the time that this clock has when it is sent. */
  RedisStoreBuilder testClock(StoreClock clock, String script) {
    this.testClock = clock;
    this.clockScript = script;
    return this;
  }

  /**
   * Connects to the masters and looks at each of them.
   *
   * @throws InvalidArgumentException when replicas have as long as the whole operation or longer
   * @throws StoreUnavailableException when one cannot be reached within the timeout
   * @throws UnsuitableServerException when one evicts keys or is too old
   */
  public IdempotencyStore build() {
    if (durability instanceof Durability.Replicas wanted
        && wanted.timeout().compareTo(timeout) >= 0) {
      throw new InvalidArgumentException(
          "timeout of durability", wanted.timeout(), "less than the store's timeout of " + timeout);
    }
    return ObservedStore.of(new RedisStore(this), listener);
  }

  boolean clustered() {
    return kind == Kind.CLUSTER;
  }

  RedisStoreListener redisListener() {
    return listener instanceof RedisStoreListener own ? own : new RedisStoreListener() {};
  }

  Topology topology() {
    HostAndPort first = jedis(addresses.get(0));
    // The builder may be changed and used again; the store keeps what it was given.
    UnaryOperator<RedisAddress> chosen = mapping;
    UnaryOperator<HostAndPort> mapped =
        told -> jedis(chosen.apply(new RedisAddress(told.getHost(), told.getPort())));
    return switch (kind) {
      case STANDALONE -> new SingleServer(first, nodes(true, null));
      case SENTINEL -> {
        Sentinels sentinels = new Sentinels(masterName, all(), sentinelClient(), mapped);
        yield new SentinelTopology(sentinels, nodes(true, sentinels));
      }
      case CLUSTER -> new ClusterTopology(all(), serverClient(0), mapped, nodes(false, null));
    };
  }

  private NodeFactory nodes(boolean mustBeMaster, @Nullable Sentinels sentinels) {
    int replicas = durability instanceof Durability.Replicas wanted ? wanted.count() : 0;
    long replicaTimeout = replicaTimeoutMillis();
    LinkSettings settings =
        new LinkSettings(
            serverClient(replicaTimeout),
            replicas,
            replicaTimeout,
            timeout.plus(patience()).plusMillis(replicaTimeout).toNanos(),
            mustBeMaster,
            !clustered(),
            sentinels);
    return pooled > 0
        ? NodeFactory.pools(settings, pooled, longestWait)
        : NodeFactory.lanes(settings, lanes);
  }

  /** How long a server has to answer; no longer than the caller waits. */
  private Duration patience() {
    return replyTimeout.compareTo(timeout) < 0 ? replyTimeout : timeout;
  }

  /**
   * How long the watch waits for an answer: the question may come behind an exchange that waits for
   * replicas as long as it may, and be in another. Else a master without replicas is not looked at.
   */
  Duration watchPatience() {
    return patience().plusMillis(2 * replicaTimeoutMillis());
  }

  private long replicaTimeoutMillis() {
    return durability instanceof Durability.Replicas wanted ? wanted.timeout().toMillis() : 0;
  }

  /** How Sentinels are asked; they have no databases. */
  private DefaultJedisClientConfig sentinelClient() {
    return client(sentinelUser, sentinelPassword, 0, 0);
  }

  private DefaultJedisClientConfig serverClient(long extraMillis) {
    return client(user, password, extraMillis, database);
  }

  private DefaultJedisClientConfig client(
      @Nullable String user, @Nullable String password, long extraMillis, int database) {
    long patience = patience().toMillis();
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .protocol(protocol)
            .connectionTimeoutMillis((int) patience)
            .socketTimeoutMillis((int) (patience + extraMillis))
            .clientName(clientName)
            // One more command that an ACL would have to allow, and nobody here needs it.
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .database(database);
    if (password != null) {
      client.user(user).password(password);
    }
    if (encrypted) {
      encrypt(client);
    }
    return client.build();
  }

  // What replaces these takes files with keys, and no context that somebody made from elsewhere.
  // Without parameters of ours Jedis verifies host names.
  @SuppressWarnings("deprecation")
  private void encrypt(DefaultJedisClientConfig.Builder client) {
    client.ssl(true);
    if (sslContext != null) {
      client.sslSocketFactory(sslContext.getSocketFactory());
    }
  }

  private List<HostAndPort> all() {
    return addresses.stream().map(RedisStoreBuilder::jedis).toList();
  }

  private static HostAndPort jedis(RedisAddress address) {
    return new HostAndPort(address.host(), address.port());
  }
}
