package io.github.semel.stress.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.RedisStore;
import io.github.semel.redis.RedisStoreBuilder;
import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.stress.Count;
import io.github.semel.stress.Crew;
import io.github.semel.stress.Row;
import io.github.semel.stress.Scenario;
import io.github.semel.stress.Sizes;
import io.github.semel.stress.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Replies get lost between one server and its clients. */
public final class LostReplies implements Scenario {

  /** How calls share connections. */
  public enum Connections {
    /** Calls of all threads travel together. */
    COMBINING,
    /** Each call has a connection for itself. */
    POOLING
  }

  private static final int LANES = 2;
  private static final int POOLED = 64;

  /** Short, so that some calls run out of it and their callers have to send them again. */
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private static final Duration REPLY_TIMEOUT = Duration.ofMillis(120);
  private static final ReplyFault[] FAULTS = ReplyFault.values();

  private final UnaryOperator<IdempotencyStore> wrapping;

  /** The store as it is. */
  public LostReplies() {
    this(UnaryOperator.identity());
  }

  /** The store as a wrapper changes it: to see that the counts would notice. */
  LostReplies(UnaryOperator<IdempotencyStore> wrapping) {
    this.wrapping = wrapping;
  }

  @Override
  public String name() {
    return "lost-replies";
  }

  @Override
  public String description() {
    return "A proxy between the clients and one server loses replies: it ends the connection within"
        + " a reply or before it, or falls silent. The server has executed what it answered. Lost"
        + " replies are counted as scripts that the server ran less calls that were answered. Keys"
        + " are claimed by one thread each, a quarter by two at a time, which must find one winner."
        + " Every key is claimed by another owner before its completion and again at the end, over"
        + " connections without faults.";
  }

  @Override
  public void run(Sizes sizes, Consumer<Row> done) throws InterruptedException {
    for (Connections connections : Connections.values()) {
      done.accept(run(sizes, connections, sizes.threads(), Crew.Kind.PLATFORM));
      done.accept(run(sizes, connections, sizes.manyThreads(), Crew.Kind.VIRTUAL));
    }
  }

  Row run(Sizes sizes, Connections connections, int threads, Crew.Kind kind)
      throws InterruptedException {
    Tally tally = new Tally();
    try (RedisServer server = RedisServer.start(RedisBinary.find());
        FaultProxy proxy = FaultProxy.to(server.port());
        IdempotencyStore clean = RedisStore.standalone(server.host(), server.port()).build();
        IdempotencyStore faulty = wrapping.apply(store(proxy, connections))) {
      LostReplyRounds rounds = new LostReplyRounds(faulty, clean, server, threads, kind, tally);
      long target = sizes.lostReplies();
      for (int round = 0;
          tally.get(Count.LOST_CLAIM_REPLIES) < target
              || tally.get(Count.LOST_COMPLETE_REPLIES) < target;
          round++) {
        ReplyFault fault = FAULTS[round % FAULTS.length];
        long keys = Math.min(4 * target, 16_000) / fault.divisor();
        FaultProxy.Counts before = proxy.counts();
        rounds.run(
            round,
            Math.max(1, Math.toIntExact(keys / threads)),
            on -> {
              if (on) {
                fault.begin(proxy, sizes.seed() + tally.get(Count.OPERATIONS));
              } else {
                ReplyFault.end(proxy);
              }
            });
        FaultProxy.Counts after = proxy.counts();
        tally.add(fault.count(), after.cuts() - before.cuts() + after.drops() - before.drops());
      }
    }
    String variant =
        connections.name().toLowerCase(Locale.ROOT)
            + ", "
            + threads
            + " "
            + Crew.title(kind)
            + " threads";
    return Row.of(name(), variant, Row.Promise.NOTHING_LOST, tally, Map.of());
  }

  private static IdempotencyStore store(FaultProxy proxy, Connections connections) {
    RedisStoreBuilder builder =
        RedisStore.standalone("127.0.0.1", proxy.port())
            .timeout(TIMEOUT)
            .replyTimeout(REPLY_TIMEOUT);
    return switch (connections) {
      case COMBINING -> builder.combining(LANES).build();
      case POOLING -> builder.pooling(POOLED, TIMEOUT).build();
    };
  }
}
