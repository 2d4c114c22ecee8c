package io.github.semel.redis;

import static io.github.semel.redis.Keys.LEASE;
import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.StoreOperation;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that wait for replicas, where there are enough of them and where there are not. */
class DurabilityTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  private final List<String> shortfalls = new CopyOnWriteArrayList<>();

  private final RedisStoreListener listener =
      new RedisStoreListener() {
        @Override
        public void underReplicated(
            String key, StoreOperation operation, int wanted, int confirmed) {
          shortfalls.add(operation + " " + key + " " + wanted + " " + confirmed);
        }
      };

  private IdempotencyStore store(Durability durability) {
    return Servers.store(Servers.replication())
        .timeout(Duration.ofSeconds(5))
        .prefix(Keys.fresh() + ":")
        .durability(durability)
        .listener(listener)
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @DisplayName("replicas that are there confirm single writes and batches")
  void enough(int replicas) {
    try (IdempotencyStore store = store(Durability.replicas(replicas, Duration.ofSeconds(4)))) {
      Ticket ticket = acquire(store, "first");
      assertThat(((RedisTicket) ticket).degraded()).isFalse();
      assertThat(store.renew(ticket, LEASE)).isTrue();
      assertThat(store.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
      List<ClaimRequest> requests = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        requests.add(Keys.request("batch " + i));
      }
      List<CompletionRequest> completions = new ArrayList<>();
      store
          .claimAll(requests)
          .forEach(
              result ->
                  completions.add(
                      new CompletionRequest((Ticket) result.get(), outcome("paid"), TTL)));
      assertThat(store.completeAll(completions))
          .allSatisfy(result -> assertThat(result.get()).isInstanceOf(Completion.Recorded.class));
    }
    assertThat(shortfalls).isEmpty();
  }

  @Test
  @DisplayName("a claim that too few confirm is released and refused")
  void claimRefused() {
    try (IdempotencyStore store = store(Durability.replicas(3, SHORT))) {
      assertThatThrownBy(() -> claim(store, "key"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("1 of the replicas")
          .hasMessageContaining("given back");
      assertThat(store.find("key")).isEmpty();
    }
    assertThat(shortfalls).containsExactly("CLAIM key 3 2");
  }

  @Test
  @DisplayName("a master that no replica follows is looked at all the same, between waits")
  void watchedBetweenWaits() throws InterruptedException {
    Set<String> unsuitable = ConcurrentHashMap.newKeySet();
    RedisStoreListener hearing =
        new RedisStoreListener() {
          @Override
          public void becameUnsuitable(ServerReport report, UnsuitableServerException why) {
            unsuitable.add(report.maxMemoryPolicy());
          }
        };
    try (RedisServer server = RedisServer.start(RedisBinary.find());
        RedisStore store =
            new RedisStore(
                Servers.store(server)
                    .durability(Durability.replicas(1, Duration.ofMillis(700)))
                    .listener(hearing))) {
      AtomicBoolean over = new AtomicBoolean();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String key = "key " + i;
        callers.add(
            new Thread(
                () -> {
                  while (!over.get()) {
                    assertThatThrownBy(() -> claim(store, key))
                        .isInstanceOf(IdempotencyException.class);
                  }
                }));
      }
      callers.forEach(Thread::start);
      while (!String.valueOf(server.command("INFO", "clients")).contains("blocked_clients:2")) {
        Thread.onSpinWait();
      }
      server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      store.inspectServers();
      over.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(unsuitable).containsExactly("allkeys-lru");
  }

  @Test
  @DisplayName("a claim that is sent again, and that too few confirm then, is still its owner's")
  void resentClaimRefused() {
    String prefix = Keys.fresh() + ":";
    RedisStoreBuilder builder = Servers.store(Servers.replication()).prefix(prefix);
    try (IdempotencyStore plain = builder.build();
        IdempotencyStore strict = builder.durability(Durability.replicas(3, SHORT)).build()) {
      ClaimRequest request = Keys.request("key");
      Ticket held = (Ticket) plain.claim(request);
      assertThatThrownBy(() -> strict.claim(request))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("of the replicas")
          .hasMessageContaining("made before");
      assertThat(claim(plain, "key")).isInstanceOf(ClaimResult.InProgress.class);
      assertThat(plain.complete(held, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
  }

  @Test
  @DisplayName(
      "a claim, a renewal and a completion that too few confirm count when they are marked")
  void marked() {
    try (IdempotencyStore store = store(Durability.replicas(3, SHORT, Durability.Shortfall.MARK))) {
      RedisTicket ticket = (RedisTicket) acquire(store, "key");
      assertThat(ticket.degraded()).isTrue();
      assertThat(ticket.missingReplicas()).isEqualTo(1);
      assertThat(store.renew(ticket, LEASE)).isTrue();
      assertThat(store.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
    assertThat(shortfalls).containsExactly("CLAIM key 3 2", "RENEW key 3 2", "COMPLETE key 3 2");
  }

  @Test
  @DisplayName("a completion that too few confirm stands, is refused, and waits again when resent")
  void completionRefused() {
    String prefix = Keys.fresh() + ":";
    RedisStoreBuilder builder =
        Servers.store(Servers.replication()).prefix(prefix).timeout(Duration.ofSeconds(5));
    try (IdempotencyStore plain = builder.build();
        IdempotencyStore strict = builder.durability(Durability.replicas(3, SHORT)).build();
        IdempotencyStore easy =
            builder.durability(Durability.replicas(2, Duration.ofSeconds(4))).build()) {
      Ticket ticket = acquire(plain, "key");
      assertThatThrownBy(() -> strict.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("stands on the master");
      assertThat(claim(plain, "key")).isInstanceOf(ClaimResult.Completed.class);
      assertThatThrownBy(() -> strict.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(easy.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
  }

  @Test
  @DisplayName("the claims of a batch that too few confirm are refused, each by itself")
  void batchRefused() {
    try (IdempotencyStore store = store(Durability.replicas(3, SHORT))) {
      List<ClaimRequest> requests = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        requests.add(Keys.request("key " + i));
      }
      assertThat(store.claimAll(requests))
          .hasSize(100)
          .allSatisfy(
              result ->
                  assertThatThrownBy(result::get)
                      .isInstanceOf(StoreUnavailableException.class)
                      .hasMessageContaining("given back"));
      for (ClaimRequest request : requests) {
        assertThat(store.find(request.key())).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("a takeover that too few confirm leaves the doubt behind for the next claimant")
  void takeoverRefused() {
    String prefix = Keys.fresh() + ":";
    RedisStoreBuilder builder = Servers.store(Servers.replication()).prefix(prefix);
    try (IdempotencyStore plain = builder.build();
        IdempotencyStore strict = builder.durability(Durability.replicas(3, SHORT)).build()) {
      plain.claim("key", Keys.FINGERPRINT, ClaimTerms.of(Duration.ofNanos(1_000), Keys.TTL));
      assertThatThrownBy(() -> claim(strict, "key"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("given back");
      assertThat(acquire(plain, "key").attempt()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("bad options are refused")
  void badOptions() {
    assertThatThrownBy(
            () ->
                Servers.store(Servers.replication())
                    .timeout(Duration.ofMillis(300))
                    .durability(Durability.replicas(1, Duration.ofMillis(300)))
                    .build())
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("timeout of durability");
    assertThatThrownBy(() -> Durability.replicas(0, SHORT))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("count");
    assertThatThrownBy(() -> Durability.replicas(1, Duration.ZERO))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("timeout");
    assertThatThrownBy(() -> Durability.replicas(1, Duration.ofHours(1)))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
