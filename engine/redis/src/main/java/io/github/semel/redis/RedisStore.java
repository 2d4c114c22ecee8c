package io.github.semel.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Limits;
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
import io.github.semel.redis.RecordFormat.Stored;
import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Call;
import io.github.semel.redis.connection.Delivery;
import io.github.semel.redis.connection.Fault;
import io.github.semel.redis.connection.Node;
import io.github.semel.redis.connection.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * <p>Callers' commands are combined over a few connections, used by one caller at a time for all or
 * by a platform thread of their own; all methods may be called from any number of platform or
 * virtual threads. An interrupt does not end a call: the call ends within its timeout, and the
 * thread is still interrupted then.
 *
 * <p>What Redis does not promise, this store cannot: it replicates after it has answered. See
 * {@link Durability}. Records expire when the protocol says so, and their memory comes back a
 * minute later, when Redis expires the key; {@link #stats} counts the keys of the whole database.
 */
public final class RedisStore implements IdempotencyStore {

  private static final String NAME = "Redis store";
  private static final Long TOOK_PLACE = 1L;

  private final Topology topology;
  private final Delivery delivery;
  private final ServerWatch watch;
  private final ServerInspection inspection;
  private final Calls calls;
  private final Confirmation confirmation;
  private final boolean completesWhenFull;
  private final KeyPrefix prefix;
  private final int maxOutcomeBytes;
  private final RedisStoreListener listener;
  private final @Nullable StoreClock testClock;
  private final long expiredBefore;
  private final LongAdder refused = new LongAdder();

  private volatile boolean closed;

  /** Connects; see {@link RedisStoreBuilder#build}. */
  RedisStore(RedisStoreBuilder builder) {
    prefix = new KeyPrefix(builder.prefix);
    maxOutcomeBytes = builder.maxOutcomeBytes;
    listener = builder.redisListener();
    confirmation = new Confirmation(builder.durability, listener);
    testClock = builder.testClock;
    topology = builder.topology();
    inspection = new ServerInspection(builder.database, builder.allowedPolicy, builder.clustered());
    // The watch asks the masters and refreshes the topology itself; it must not wait for itself.
    Delivery questions = new Delivery(topology, builder.watchPatience(), () -> {});
    watch = new ServerWatch(topology, questions, inspection, listener);
    delivery = new Delivery(topology, builder.timeout, watch::refreshSoon);
    try {
      List<ServerReport> servers = watch.open(builder.timeout);
      completesWhenFull =
          servers.stream().allMatch(each -> ServerInspection.atLeast(each.version(), 7, 0));
      expiredBefore = servers.stream().mapToLong(ServerReport::expiredKeys).sum();
      Scripts scripts = Scripts.load(completesWhenFull, builder.clockScript);
      calls = new Calls(scripts, prefix, testClock);
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
    return claimed(List.of(request), List.of(calls.claim(request))).get(0).get();
  }

  @Override
  public List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    Limits.requireItems("requests", requests);
    requireOpen();
    requireSuitable();
    List<Call> batch = new ArrayList<>(requests.size());
    for (ClaimRequest request : requests) {
      batch.add(calls.claim(request));
    }
    return claimed(requests, batch);
  }

  private List<ItemResult<ClaimResult>> claimed(List<ClaimRequest> requests, List<Call> batch) {
    long deadline = delivery.deadline();
    List<Answer> answers = delivery.send(batch, deadline);
    if (completesWhenFull) {
      claimHeld(requests, answers, deadline);
    }
    List<ItemResult<ClaimResult>> results = results(requests, answers, this::found);
    if (confirmation.refuses()) {
      refuseUnconfirmed(results);
    }
    return results;
  }

  /**
   * Refuses the claims that too few replicas have confirmed. Those that were made just now are
   * released, all at once; one that was found may have been confirmed to its owner before, who is
   * at work.
   */
  private void refuseUnconfirmed(List<ItemResult<ClaimResult>> results) {
    List<Integer> unconfirmed = new ArrayList<>(0);
    List<Call> releases = new ArrayList<>(0);
    for (int i = 0; i < results.size(); i++) {
      if (!(results.get(i) instanceof ItemResult.Done<ClaimResult> done
          && done.value() instanceof RedisTicket ticket
          && ticket.degraded())) {
        continue;
      }
      if (!ticket.newlyMade()) {
        results.set(i, unconfirmed(ticket, "It was made before; resend it to wait again"));
        continue;
      }
      unconfirmed.add(i);
      // An earlier holder may have executed: whoever comes next must hear of it, so the claim that
      // took over from it lapses, and is not forgotten.
      releases.add(ticket.inDoubt() ? calls.lapse(ticket) : calls.release(ticket));
    }
    List<Answer> released = delivery.send(releases);
    for (int i = 0; i < released.size(); i++) {
      RedisTicket ticket = (RedisTicket) results.get(unconfirmed.get(i)).get();
      // What could not be released lapses with its lease.
      boolean gone =
          released.get(i) instanceof Answer.Reply reply && TOOK_PLACE.equals(reply.value());
      results.set(
          unconfirmed.get(i), unconfirmed(ticket, gone ? "It was given back" : "It will lapse"));
    }
  }

  private static ItemResult<ClaimResult> unconfirmed(RedisTicket ticket, String consequence) {
    return new ItemResult.Failed<>(
        Confirmation.shortfall("the claim", ticket.key(), ticket.missingReplicas(), consequence));
  }

  /**
   * A server whose memory is full refuses the script that admits new keys, also for a key that it
   * holds. The same script without admission may run; all that need it are sent at once.
   */
  private void claimHeld(List<ClaimRequest> requests, List<Answer> answers, long deadline) {
    List<Integer> refused = new ArrayList<>(0);
    List<Call> held = new ArrayList<>(0);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Answer.Refusal refusal && refusal.fault() == Fault.OOM) {
        refused.add(i);
        held.add(calls.claimHeld(requests.get(i)));
      }
    }
    if (held.isEmpty()) {
      return;
    }
    List<Answer> found = delivery.send(held, deadline);
    for (int i = 0; i < found.size(); i++) {
      Answer.Refusal first = (Answer.Refusal) answers.get(refused.get(i));
      answers.set(refused.get(i), Answers.surer(first, found.get(i)));
    }
  }

  private ClaimResult found(ClaimRequest request, Answer answer) {
    String key = request.key();
    if (answer instanceof Answer.Refusal refusal
        && refusal.fault() == Fault.OOM
        && !refusal.inDoubt()) {
      throw full(key);
    }
    Object reply = value("claim", key, answer);
    if (reply instanceof Long fence) {
      return ticket(request, fence, 1, true, answer);
    }
    if (reply instanceof List<?> taken) {
      return ticket(request, (Long) taken.get(0), ((Long) taken.get(1)).intValue(), true, answer);
    }
    byte[] bytes = (byte[]) reply;
    Stored stored = Stored.of(key, bytes);
    if (stored == null) {
      throw full(key);
    }
    if (!stored.pending() || !stored.owner().equals(request.owner())) {
      return stored.foundBy(request.fingerprint(), RecordFormat.time(bytes));
    }
    return ticket(request, stored.fence(), stored.attempt(), false, answer);
  }

  private RedisTicket ticket(
      ClaimRequest request, long fence, int attempt, boolean newlyMade, Answer answer) {
    return new RedisTicket(
        request.key(),
        request.owner(),
        fence,
        attempt,
        confirmation.missing(request.key(), StoreOperation.CLAIM, answer),
        newlyMade);
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
    return completed(
        ticket, delivery.send(calls.complete(new CompletionRequest(ticket, outcome, ttl))));
  }

  @Override
  public List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    Limits.requireItems("requests", requests);
    requireOpen();
    List<CompletionRequest> sendable = new ArrayList<>(requests.size());
    List<Call> batch = new ArrayList<>(requests.size());
    for (CompletionRequest request : requests) {
      if (request.outcome().length() <= maxOutcomeBytes) {
        sendable.add(request);
        batch.add(calls.complete(request));
      }
    }
    var sent =
        results(
                sendable,
                delivery.send(batch),
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

  private Completion completed(Ticket ticket, Answer answer) {
    Object reply = value("completion", ticket.key(), answer);
    if (reply instanceof byte[] bytes) {
      Stored stored = Stored.of(ticket.key(), bytes);
      Answers.requireCertain("completion", ticket.key(), answer);
      return new Completion.Superseded(Optional.ofNullable(stored).map(Stored::toRecord));
    }
    confirmation.require("the outcome", ticket.key(), StoreOperation.COMPLETE, answer);
    return Completion.Recorded.INSTANCE;
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireLease(lease);
    requireOpen();
    Answer answer = delivery.send(calls.renew(ticket, lease));
    boolean renewed = tookPlace("renewal", ticket.key(), answer);
    if (renewed) {
      confirmation.require("the new lease", ticket.key(), StoreOperation.RENEW, answer);
    }
    return renewed;
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    requireOpen();
    return tookPlace("release", ticket.key(), delivery.send(calls.release(ticket)));
  }

  @Override
  public boolean forget(String key, long fence) {
    Limits.requireKey(key);
    requireOpen();
    return tookPlace("forgetting", key, delivery.send(calls.forget(key, fence)));
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(key, outcome, maxOutcomeBytes);
    requireOpen();
    Answer answer = delivery.send(calls.amend(key, version, outcome));
    boolean amended = tookPlace("amendment", key, answer);
    if (amended) {
      confirmation.require("the amendment", key, StoreOperation.AMEND, answer);
    }
    return amended;
  }

  /** A script that answers with a record instead of yes or no has met one that it cannot read. */
  private boolean tookPlace(String operation, String key, Answer answer) {
    Object reply = value(operation, key, answer);
    if (reply instanceof byte[] bytes) {
      Stored.of(key, bytes);
      throw new AssertionError("a script refused the record of " + key + ", which can be read");
    }
    if (TOOK_PLACE.equals(reply)) {
      return true;
    }
    Answers.requireCertain(operation, key, answer);
    return false;
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    Limits.requireKey(key);
    requireOpen();
    byte[] reply = (byte[]) value("reading", key, delivery.send(calls.find(key)));
    return Optional.ofNullable(Stored.of(key, reply)).map(Stored::toRecord);
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
          long deadline = delivery.deadline();
          long entries = 0;
          long expired = -expiredBefore;
          for (Node master : topology.masters()) {
            RedisAddress address =
                new RedisAddress(master.address().getHost(), master.address().getPort());
            byte[] info =
                (byte[])
                    Answers.value(
                        "INFO to " + address, ServerInspection.ask(delivery, master, deadline));
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
    watch.inspectNow();
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    topology.close();
  }

  private Object value(String operation, String key, Answer answer) {
    return guarded(() -> Answers.value(operation, key, answer));
  }

  /** What fails because the store was closed meanwhile says so, and what is known of the call. */
  private <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreUnavailableException e) {
      throw closed ? new StoreClosedException(NAME, e) : e;
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
}
