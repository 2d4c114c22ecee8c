package io.github.semel.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClock;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreFullException;
import io.github.semel.StoreOperation;
import io.github.semel.StoreStats;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.callback.Callbacks;
import io.github.semel.redis.RecordFormat.Stored;
import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Call;
import io.github.semel.redis.connection.Delivery;
import io.github.semel.redis.connection.Fault;
import io.github.semel.redis.connection.Node;
import io.github.semel.redis.connection.Script;
import io.github.semel.redis.connection.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store on Redis, shared by as many processes and machines as reach it: one server, the master
 * that Sentinels name, or a cluster. Redis 6.2 or later, or Valkey.
 *
 * <p>A record is one string ({@link RecordFormat}) and every operation on it one script, which
 * reads the server's time and decides in one atomic step and one round trip. The client's clock
 * decides nothing. Scripts may be sent twice: they know by the owner, or by a name that each call
 * gets, that they were here before. So an answer that was lost is asked for again, until the
 * caller's time is over; then {@link StoreUnavailableException} says whether the operation may have
 * taken place.
 *
 * <p>Callers' commands are combined over a few connections, driven by a platform thread each; all
 * methods may be called from any number of platform or virtual threads. An interrupt does not end a
 * call: the call ends within its timeout, and the thread is still interrupted then.
 *
 * <p>What Redis does not promise, this store cannot: it replicates after it has answered. See
 * {@link Durability}. Records expire when the protocol says so, and their memory comes back a
 * minute later, when Redis expires the key; {@link #stats} counts the keys of the whole database.
 */
public final class RedisStore implements IdempotencyStore {

  private static final String NAME = "Redis store";
  private static final Long TOOK_PLACE = 1L;
  private static final byte[] FENCE_MEMORY = decimal(RecordFormat.FENCE_MEMORY_MILLIS);
  private static final byte[] PENDING_ONLY = {'1'};
  private static final byte[] ANY_STATE = {'0'};

  private final Topology topology;
  private final Delivery delivery;
  private final ServerWatch watch;
  private final ServerInspection inspection;
  private final Scripts scripts;
  private final boolean completesWhenFull;
  private final KeyPrefix prefix;
  private final Durability durability;
  private final int maxOutcomeBytes;
  private final RedisStoreListener listener;
  private final @Nullable StoreClock testClock;
  private final long expiredBefore;
  private final LongAdder refused = new LongAdder();

  private volatile boolean closed;

  /** Connects; see {@link RedisStoreBuilder#build}. */
  RedisStore(RedisStoreBuilder builder) {
    prefix = new KeyPrefix(builder.prefix);
    durability = builder.durability;
    maxOutcomeBytes = builder.maxOutcomeBytes;
    listener = builder.redisListener();
    testClock = builder.testClock;
    topology = builder.topology();
    inspection = new ServerInspection(builder.database, builder.allowedPolicy);
    watch = new ServerWatch(topology, inspection, listener);
    delivery = new Delivery(topology, builder.timeout, watch::refreshSoon);
    try {
      List<ServerReport> servers = watch.open(delivery);
      completesWhenFull =
          servers.stream().allMatch(each -> ServerInspection.atLeast(each.version(), 7, 0));
      expiredBefore = servers.stream().mapToLong(ServerReport::expiredKeys).sum();
      scripts = Scripts.load(completesWhenFull, builder.clockScript);
    } catch (RuntimeException e) {
      watch.close();
      topology.close();
      throw e;
    }
  }

  /** A store on one server. */
  public static RedisStoreBuilder standalone(String host, int port) {
    return new RedisStoreBuilder(new RedisAddress(host, port));
  }

  /**
   * A store on the master that Sentinels name, wherever it is.
   *
   * @param masterName the name of the master in the Sentinels' configuration
   * @param sentinels some of them or all, at least one
   */
  public static RedisStoreBuilder sentinel(String masterName, List<RedisAddress> sentinels) {
    return new RedisStoreBuilder(masterName, sentinels);
  }

  /**
   * A store on a cluster.
   *
   * @param nodes some of its nodes or all, at least one
   */
  public static RedisStoreBuilder cluster(List<RedisAddress> nodes) {
    return new RedisStoreBuilder(nodes);
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    Limits.requireNonNull("request", request);
    requireOpen();
    requireSuitable();
    return claimed(request, send(claim(scripts.claim(), request)));
  }

  @Override
  public List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    Limits.requireItems("requests", requests);
    requireOpen();
    requireSuitable();
    List<Call> calls = new ArrayList<>(requests.size());
    for (ClaimRequest request : requests) {
      calls.add(claim(scripts.claim(), request));
    }
    return results(requests, delivery.send(calls), this::claimed);
  }

  private Call claim(Script script, ClaimRequest request) {
    ClaimTerms terms = request.terms();
    return call(
        script,
        request.key(),
        true,
        RecordFormat.claimant(request),
        decimal(terms.leaseMicros()),
        decimal(keptMillis(terms.leaseMicros() + terms.ttlMicros())),
        RecordFormat.pendingTail(terms.ttlMicros(), terms.label()));
  }

  private ClaimResult claimed(ClaimRequest request, Answer answer) {
    if (answer instanceof Answer.Refusal refusal && refusal.fault() == Fault.OOM) {
      return claimedWhenFull(request);
    }
    String key = request.key();
    byte[] reply = (byte[]) value("claim", key, answer);
    Stored stored = Stored.of(key, reply);
    if (stored == null) {
      throw full(key);
    }
    if (!stored.pending() || !stored.owner().equals(request.owner())) {
      return stored.foundBy(request.fingerprint(), RecordFormat.time(reply));
    }
    int missing = missing(key, StoreOperation.CLAIM, answer);
    Ticket ticket =
        new RedisTicket(key, request.owner(), stored.fence(), stored.attempt(), missing);
    if (missing > 0 && refusesShortfall()) {
      boolean released = false;
      try {
        released = release(ticket);
      } catch (IdempotencyException e) {
        // Then the claim lapses with its lease.
      }
      throw shortfall("the claim", key, missing, released ? "It was released" : "It will lapse");
    }
    return ticket;
  }

  /**
   * A server whose memory is full refuses the script that admits new keys, also for a key that it
   * holds. The same script without admission may run, where the server lets it.
   */
  private ClaimResult claimedWhenFull(ClaimRequest request) {
    if (!completesWhenFull) {
      throw full(request.key());
    }
    return claimed(request, send(claim(scripts.claimHeld(), request)));
  }

  private StoreFullException full(String key) {
    refused.increment();
    return new StoreFullException(key, "the server's maxmemory");
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireOutcome(ticket.key(), outcome, maxOutcomeBytes);
    Limits.requireTtl(ttl);
    requireOpen();
    return completed(ticket, send(complete(new CompletionRequest(ticket, outcome, ttl))));
  }

  @Override
  public List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    Limits.requireItems("requests", requests);
    requireOpen();
    List<CompletionRequest> sendable = new ArrayList<>(requests.size());
    List<Call> calls = new ArrayList<>(requests.size());
    for (CompletionRequest request : requests) {
      if (request.outcome().length() <= maxOutcomeBytes) {
        sendable.add(request);
        calls.add(complete(request));
      }
    }
    var sent =
        results(
                sendable,
                delivery.send(calls),
                (request, answer) -> completed(request.ticket(), answer))
            .iterator();
    List<ItemResult<Completion>> all = new ArrayList<>(requests.size());
    for (CompletionRequest request : requests) {
      all.add(
          request.outcome().length() <= maxOutcomeBytes
              ? sent.next()
              : ItemResult.of(
                  () -> {
                    Limits.requireOutcome(
                        request.ticket().key(), request.outcome(), maxOutcomeBytes);
                    throw new AssertionError("an outcome is too large and it is not");
                  }));
    }
    return all;
  }

  private Call complete(CompletionRequest request) {
    long ttl = Micros.of(request.ttl());
    return call(
        scripts.complete(),
        request.ticket().key(),
        true,
        proof(request.ticket()),
        decimal(ttl),
        decimal(keptMillis(ttl)),
        RecordFormat.completedTail(request.outcome()));
  }

  private Completion completed(Ticket ticket, Answer answer) {
    Object reply = value("completion", ticket.key(), answer);
    if (reply instanceof byte[] bytes) {
      Stored stored = Stored.of(ticket.key(), bytes);
      return new Completion.Superseded(Optional.ofNullable(stored).map(Stored::toRecord));
    }
    requireReplicas("the outcome", ticket.key(), StoreOperation.COMPLETE, answer);
    return Completion.Recorded.INSTANCE;
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    long micros = Micros.of(Limits.requireLease(lease));
    requireOpen();
    String key = ticket.key();
    Answer answer =
        send(call(scripts.renew(), key, true, proof(ticket), decimal(micros), FENCE_MEMORY));
    return tookPlace("renewal", "the new lease", key, StoreOperation.RENEW, answer);
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    requireOpen();
    return free("release", ticket.key(), proof(ticket), PENDING_ONLY);
  }

  @Override
  public boolean forget(String key, long fence) {
    Limits.requireKey(key);
    requireOpen();
    return free("forgetting", key, RecordFormat.number(fence), ANY_STATE);
  }

  /** Not durable: a release that a failover undoes costs the next claimant a lease, no more. */
  private boolean free(String operation, String key, byte[] proof, byte[] states) {
    Answer answer = send(call(scripts.free(), key, false, proof, name(), FENCE_MEMORY, states));
    return tookPlace(key, value(operation, key, answer));
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    Limits.requireKey(key);
    requireOpen();
    byte[] reply = (byte[]) value("reading", key, send(call(scripts.find(), key, false)));
    return Optional.ofNullable(Stored.of(key, reply)).map(Stored::toRecord);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(key, outcome, maxOutcomeBytes);
    requireOpen();
    Answer answer =
        send(
            call(
                scripts.amend(),
                key,
                true,
                RecordFormat.number(version.fence()),
                decimal(version.amendments()),
                name(),
                RecordFormat.completedTail(outcome)));
    return tookPlace("amendment", "the amendment", key, StoreOperation.AMEND, answer);
  }

  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    Limits.requirePage(olderThan, limit);
    requireOpen();
    return guarded(
        () ->
            new PendingScan(topology, delivery, prefix, listener, testClock)
                .page(olderThan, limit, cursor));
  }

  @Override
  public int maxOutcomeBytes() {
    return maxOutcomeBytes;
  }

  /**
   * Counts what the masters say: entries are all keys of the database, this store's or not, with
   * those that are kept for their fence; expired is how many keys the servers have expired since
   * the store was opened. What was refused is this store's own count.
   *
   * @throws StoreUnavailableException when a master does not answer
   */
  @Override
  public StoreStats stats() {
    requireOpen();
    return guarded(
        () -> {
          long entries = 0;
          long expired = -expiredBefore;
          for (Node master : topology.masters()) {
            RedisAddress address =
                new RedisAddress(master.address().getHost(), master.address().getPort());
            byte[] info =
                (byte[])
                    Answers.value("the server " + address, ServerInspection.ask(delivery, master));
            ServerReport report = inspection.read(address, info);
            entries += report.keys();
            expired += report.expiredKeys();
          }
          // A server that was started anew counts from nothing.
          return new StoreStats(entries, OptionalLong.empty(), Math.max(0, expired), refused.sum());
        });
  }

  /** Has the watch look at all masters now; for tests. */
  void inspectServers() {
    watch.inspectNow(delivery);
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    topology.close();
  }

  private Call call(Script script, String key, boolean durable, byte[]... arguments) {
    return Call.script(script, prefix.name(key), durable, testClock, arguments);
  }

  private Answer send(Call call) {
    return delivery.send(call);
  }

  private Object value(String operation, String key, Answer answer) {
    return guarded(() -> Answers.value(operation, key, answer));
  }

  /** What fails because the store was closed meanwhile says so. */
  private <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreUnavailableException e) {
      requireOpen();
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException(NAME);
    }
  }

  private void requireSuitable() {
    UnsuitableServerException objection = watch.objection();
    if (objection != null) {
      throw new UnsuitableServerException(String.valueOf(objection.getMessage()));
    }
  }

  private <R, T> List<ItemResult<T>> results(
      List<R> requests, List<Answer> answers, Reading<R, T> reading) {
    List<ItemResult<T>> results = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      R request = requests.get(i);
      Answer answer = answers.get(i);
      results.add(ItemResult.of(() -> reading.read(request, answer)));
    }
    return results;
  }

  /** How the answer to one item of a batch is read. */
  @FunctionalInterface
  private interface Reading<R, T> {
    T read(R request, Answer answer);
  }

  private boolean tookPlace(
      String name, String what, String key, StoreOperation operation, Answer answer) {
    boolean tookPlace = tookPlace(key, value(name, key, answer));
    if (tookPlace) {
      requireReplicas(what, key, operation, answer);
    }
    return tookPlace;
  }

  /** A script that answers with a record instead of yes or no has met one that it cannot read. */
  private static boolean tookPlace(String key, Object reply) {
    if (reply instanceof byte[] bytes) {
      throw new AssertionError("readable after all: " + Stored.of(key, bytes));
    }
    return TOOK_PLACE.equals(reply);
  }

  private boolean refusesShortfall() {
    return durability instanceof Durability.Replicas replicas
        && replicas.shortfall() == Durability.Shortfall.REFUSE;
  }

  /** How many replicas have not confirmed a write that was to be confirmed. */
  private int missing(String key, StoreOperation operation, Answer answer) {
    if (!(durability instanceof Durability.Replicas replicas)
        || !(answer instanceof Answer.Reply reply)
        || reply.acknowledged() >= replicas.count()) {
      return 0;
    }
    Callbacks.run(
        () -> listener.underReplicated(key, operation, replicas.count(), reply.acknowledged()));
    return replicas.count() - reply.acknowledged();
  }

  private void requireReplicas(String what, String key, StoreOperation operation, Answer answer) {
    int missing = missing(key, operation, answer);
    if (missing > 0 && refusesShortfall()) {
      throw shortfall(what, key, missing, "It stands on the master; resend it to wait again");
    }
  }

  private static StoreUnavailableException shortfall(
      String what, String key, int missing, String consequence) {
    return new StoreUnavailableException(
        what
            + " of key \""
            + key
            + "\" was not confirmed by "
            + missing
            + " of the replicas that durability asks for. "
            + consequence,
        null);
  }

  private static byte[] proof(Ticket ticket) {
    return RecordFormat.proof(ticket.fence(), ticket.owner());
  }

  /** A name for one call, however often it is sent. */
  private static byte[] name() {
    return RecordFormat.number(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }

  private static long keptMillis(long micros) {
    return (micros + 999) / 1_000 + RecordFormat.FENCE_MEMORY_MILLIS;
  }

  private static byte[] decimal(long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }
}
