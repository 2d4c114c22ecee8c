package io.github.semel.stress.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.redis.RedisStore;
import io.github.semel.redis.server.RedisBinary;
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

/** One server is disturbed in every way that leaves it, or brings it back, at its address. */
public final class ServerFaults implements Scenario {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  /** What is done to the server. */
  enum Disturbance {
    SCRIPT_FLUSH("SCRIPT FLUSH", 10),
    CONNECTION_KILL("CLIENT KILL TYPE normal", 10),
    PAUSE("paused for a second", 1),
    RESTART_WITH_DATA("restarted with its data", 1),
    RESTART_WITHOUT_DATA("restarted without its data", 1);

    private final String title;
    private final int perRound;

    Disturbance(String title, int perRound) {
      this.title = title;
      this.perRound = perRound;
    }
  }

  @Override
  public String name() {
    return "server";
  }

  @Override
  public String description() {
    return "One server forgets its scripts, ends all connections, is stopped and goes on, or is"
        + " killed and started again, each several times under load. Calls succeed in the end or end"
        + " with StoreUnavailableException; no answer is wrong. A server with appendfsync always"
        + " that is started with its data loses nothing. One that is started without has forgotten"
        + " everything; these grants are counted by themselves, and what was claimed afterwards is"
        + " held to the rules. Recovery is from the end of the disturbance to the first claim"
        + " that began after it and was acknowledged.";
  }

  @Override
  public void run(Sizes sizes, Consumer<Row> done) throws InterruptedException {
    for (Disturbance disturbance : Disturbance.values()) {
      done.accept(run(sizes, disturbance));
    }
  }

  Row run(Sizes sizes, Disturbance disturbance) throws InterruptedException {
    Tally tally = new Tally();
    Map<String, Long> times = new TreeMap<>();
    Amnesia amnesia = new Amnesia();
    try (RedisServer server = start(disturbance);
        IdempotencyStore store =
            RedisStore.standalone(server.host(), server.port())
                .timeout(Addresses.TIMEOUT)
                .build()) {
      FreshKeyLoad load =
          FreshKeyLoad.start(
              FreshKeyLoad.Plan.of("server", sizes.threads(), sizes.seed()), store, tally, amnesia);
      int repetitions = sizes.rounds() * disturbance.perRound;
      for (int i = 0; i < repetitions; i++) {
        Thread.sleep(sizes.load().toMillis() / disturbance.perRound);
        disturb(server, disturbance, i, tally, amnesia);
        load.mark();
        load.awaitRecoveryMillis(RECOVERY)
            .ifPresentOrElse(
                millis -> times.merge(Row.RECOVERY, millis, Math::max),
                () -> tally.add(Count.WRONG_ANSWERS, "no recovery within " + RECOVERY));
      }
      Thread.sleep(sizes.load().toMillis());
      List<HeldKey> held = load.stop();
      try (IdempotencyStore direct = Addresses.direct(server)) {
        Verification.run(direct, held, tally);
      }
    }
    return Row.of(name(), disturbance.title, Row.Promise.NOTHING_LOST, tally, times);
  }

  private static RedisServer start(Disturbance disturbance) {
    return disturbance == Disturbance.RESTART_WITH_DATA
        ? RedisServer.start(RedisBinary.find(), "--appendonly yes", "--appendfsync always")
        : RedisServer.start(RedisBinary.find());
  }

  private static void disturb(
      RedisServer server, Disturbance disturbance, int repetition, Tally tally, Amnesia amnesia)
      throws InterruptedException {
    switch (disturbance) {
      case SCRIPT_FLUSH -> {
        server.command("SCRIPT", "FLUSH");
        tally.add(Count.SCRIPT_FLUSHES);
      }
      case CONNECTION_KILL -> {
        server.command("CLIENT", "KILL", "TYPE", "normal");
        tally.add(Count.CONNECTION_KILLS);
      }
      case PAUSE -> {
        server.pause();
        Thread.sleep(PAUSE.toMillis());
        server.resume();
        tally.add(Count.PAUSES);
      }
      case RESTART_WITH_DATA -> {
        // A crash, and by turns one right after a snapshot.
        if (repetition % 2 == 0) {
          server.kill();
        }
        server.restart(true);
        tally.add(Count.KILLS);
        tally.add(Count.RESTARTS_WITH_DATA);
      }
      case RESTART_WITHOUT_DATA -> {
        amnesia.begin();
        server.kill();
        server.restart(false);
        amnesia.end();
        tally.add(Count.KILLS);
        tally.add(Count.RESTARTS_WITHOUT_DATA);
      }
    }
  }
}
