package io.github.semel.redis;

import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.redis.server.RespConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What callers see when the server cannot serve them, and that it goes on when it can again. */
class UnavailableServerTest {

  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start(RedisBinary.find());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RedisStoreBuilder impatient() {
    return Servers.store(server)
        .timeout(Duration.ofSeconds(1))
        .replyTimeout(Duration.ofMillis(400));
  }

  @Test
  @DisplayName("opening a store on a server that is not there says so")
  void notThere() {
    RedisStoreBuilder builder = impatient();
    server.kill();

    assertThatThrownBy(builder::build)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("Failed to connect");
  }

  @Test
  @DisplayName(
      "a server that was killed: nothing took place, and the store goes on when it is back")
  void killed() {
    try (IdempotencyStore store = impatient().build()) {
      acquire(store, "first");
      server.kill();
      // The call that finds the connection broken may have been written; the next one was not.
      assertThatThrownBy(() -> claim(store, "second"))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> claim(store, "second"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("did not take place");
      List<ItemResult<ClaimResult>> results =
          store.claimAll(List.of(Keys.request("second"), Keys.request("third")));
      assertThat(results)
          .allSatisfy(
              result ->
                  assertThatThrownBy(result::get).isInstanceOf(StoreUnavailableException.class));
      server.restart(false);
      acquire(store, "first");
      acquire(store, "second");
    }
  }

  @Test
  @DisplayName("a server that stands still: the outcome is unknown, and the store goes on after it")
  void paused() {
    // One connection: on another one, not made yet, nothing would be written, and so told.
    try (IdempotencyStore store = impatient().combining(1).build()) {
      Ticket ticket = acquire(store, "held");
      server.pause();
      assertThatThrownBy(() -> store.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("outcome unknown");
      server.resume();
      assertThat(store.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
  }

  @Test
  @DisplayName("a server that does not know the scripts any more, alone and in a batch")
  void scriptsFlushed() {
    try (IdempotencyStore store = impatient().timeout(Duration.ofSeconds(5)).build()) {
      Ticket ticket = acquire(store, "held");
      server.command("SCRIPT", "FLUSH");
      assertThat(store.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
      server.command("SCRIPT", "FLUSH");
      assertThat(
              store.claimAll(List.of(Keys.request("a"), Keys.request("b"), Keys.request("held"))))
          .extracting(ItemResult::get)
          .satisfiesExactly(
              first -> assertThat(first).isInstanceOf(ClaimResult.Acquired.class),
              second -> assertThat(second).isInstanceOf(ClaimResult.Acquired.class),
              third -> assertThat(third).isInstanceOf(ClaimResult.Completed.class));
    }
  }

  @Test
  @DisplayName("connections that the server has closed are made anew")
  void connectionsClosed() {
    try (IdempotencyStore store = impatient().timeout(Duration.ofSeconds(5)).build();
        IdempotencyStore pooled =
            impatient().timeout(Duration.ofSeconds(5)).pooling(3, Duration.ofSeconds(5)).build()) {
      for (int i = 0; i < 20; i++) {
        acquire(store, "combined " + i);
        acquire(pooled, "pooled " + i);
        server.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      }
    }
  }

  @Test
  @DisplayName("a server held by a script is waited for, to the limit")
  void busy() throws InterruptedException {
    server.command("CONFIG", "SET", "lua-time-limit", "1");
    try (IdempotencyStore store = impatient().replyTimeout(Duration.ofMillis(1_000)).build()) {
      acquire(store, "first");
      Thread holder =
          new Thread(
              () -> {
                try (RespConnection connection = server.connect()) {
                  connection.command("EVAL", "while true do end", "0");
                } catch (RuntimeException e) {
                  // The script is killed below.
                }
              });
      holder.start();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      // The script may not hold the server yet; it does soon.
      for (int i = 0; i < 1_000 && thrown.get() == null; i++) {
        try {
          claim(store, Keys.fresh());
        } catch (StoreUnavailableException e) {
          thrown.set(e);
        }
      }
      assertThat(thrown.get()).isNotNull();
      assertThatThrownBy(() -> claim(store, "second"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("SCRIPT KILL");
      server.command("SCRIPT", "KILL");
      holder.join();
      acquire(store, "second");
    }
  }

  @Test
  @DisplayName("too few replicas for the server's own setting: asked again, with pauses")
  void noReplicas() {
    for (RedisStoreBuilder builder :
        List.of(impatient(), impatient().pooling(2, Duration.ofSeconds(1)))) {
      try (IdempotencyStore store = builder.build()) {
        String key = Keys.fresh();
        server.command("CONFIG", "SET", "min-replicas-to-write", "1");
        server.command("CONFIG", "RESETSTAT");
        assertThatThrownBy(() -> claim(store, key))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("min-replicas-to-write");
        // With pauses of 1, 2, 4, ... and 50 ms in between, to the end of a second.
        assertThat(Servers.scriptRuns(server)).isBetween(2, 30);
        server.command("CONFIG", "SET", "min-replicas-to-write", "0");
        acquire(store, key);
      }
    }
  }

  @Test
  @DisplayName("a replica is refused, at the start and when the master becomes one")
  void replica() {
    try (RedisServer other = RedisServer.start(RedisBinary.find());
        IdempotencyStore store = impatient().build()) {
      acquire(store, "first");
      server.command("REPLICAOF", "127.0.0.1", String.valueOf(other.port()));
      assertThatThrownBy(() -> claim(store, "second"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("replica");
      assertThatThrownBy(() -> impatient().build())
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("replica");
      server.command("REPLICAOF", "NO", "ONE");
      acquire(store, "second");
    }
  }

  @Test
  @DisplayName("a pool that is exhausted says so within its bound")
  void poolExhausted() throws InterruptedException {
    try (IdempotencyStore store = impatient().pooling(1, Duration.ofMillis(20)).build()) {
      acquire(store, "first");
      server.pause();
      List<String> messages = new CopyOnWriteArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread caller =
            new Thread(
                () -> {
                  try {
                    claim(store, "second");
                  } catch (StoreUnavailableException e) {
                    messages.add(e.getMessage());
                  }
                });
        callers.add(caller);
        caller.start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      server.resume();
      assertThat(messages)
          .hasSize(8)
          .anySatisfy(
              message ->
                  assertThat(message).contains("no connection").contains("did not take place"));
    }
  }

  @Test
  @DisplayName("a server that has too many clients is waited for, and says what to do")
  void tooManyClients() {
    for (RedisStoreBuilder builder :
        List.of(
            Servers.store(server).combining(1),
            Servers.store(server).pooling(1, Duration.ofMinutes(1)))) {
      try (IdempotencyStore store = builder.timeout(Duration.ofMinutes(1)).build();
          RespConnection admin = server.connect()) {
        acquire(store, Keys.fresh());
        admin.command("CONFIG", "RESETSTAT");
        admin.command("CONFIG", "SET", "maxclients", "1");
        admin.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        assertThatThrownBy(impatient()::build)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("raise maxclients");

        long before = rejectedConnections(admin);
        CompletableFuture<Ticket> claimed =
            CompletableFuture.supplyAsync(() -> acquire(store, Keys.fresh()));
        while (!claimed.isDone() && rejectedConnections(admin) < before + 3) {
          Thread.onSpinWait();
        }
        admin.command("CONFIG", "SET", "maxclients", "1000");

        assertThat(claimed.join()).isNotNull();
      }
    }
  }

  private static long rejectedConnections(RespConnection admin) {
    Matcher found =
        Pattern.compile("rejected_connections:(\\d+)")
            .matcher(String.valueOf(admin.command("INFO", "stats")));
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }

  @Test
  @DisplayName("closing the store ends the calls that wait, and says why, without an interrupt")
  void closedUnderCallers() throws InterruptedException {
    for (UnaryOperator<RedisStoreBuilder> mode :
        List.<UnaryOperator<RedisStoreBuilder>>of(
            builder -> builder.combining(1),
            builder -> builder.pooling(1, Duration.ofMinutes(10)))) {
      RedisStoreBuilder builder =
          Servers.store(server).timeout(Duration.ofMinutes(10)).replyTimeout(Duration.ofMinutes(9));
      IdempotencyStore store = mode.apply(builder).build();
      server.pause();
      Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
      AtomicInteger interrupted = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Thread caller =
            new Thread(
                () -> {
                  try {
                    claim(store, Keys.fresh());
                  } catch (RuntimeException e) {
                    thrown.add(e);
                  }
                  if (Thread.interrupted()) {
                    interrupted.incrementAndGet();
                  }
                });
        callers.add(caller);
        caller.start();
      }
      // All but the one that reads.
      while (callers.stream().filter(it -> it.getState() == Thread.State.TIMED_WAITING).count()
          < 5) {
        Thread.onSpinWait();
      }
      store.close();
      for (Thread caller : callers) {
        caller.join();
      }
      server.resume();

      assertThat(thrown)
          .hasSize(6)
          .allSatisfy(
              each ->
                  assertThat(each)
                      .isInstanceOf(StoreClosedException.class)
                      .hasCauseInstanceOf(StoreUnavailableException.class))
          .anySatisfy(each -> assertThat(each).hasMessageContaining("outcome unknown"))
          .anySatisfy(each -> assertThat(each).hasMessageContaining("did not take place"));
      assertThat(interrupted).hasValue(0);
    }
  }
}
