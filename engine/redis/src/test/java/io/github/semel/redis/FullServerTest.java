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
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.RecordVersion;
import io.github.semel.StoreFullException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server whose memory is full: new keys are refused, and those that it holds are served. */
class FullServerTest {

  private final List<AutoCloseable> opened = new ArrayList<>();

  private RedisServer full(RedisBinary binary) {
    RedisServer server = RedisServer.start(binary);
    opened.add(server);
    return server;
  }

  private IdempotencyStore store(RedisServer server) {
    IdempotencyStore store = Servers.store(server).build();
    opened.add(0, store);
    return store;
  }

  private static void fill(RedisServer server) {
    server.command("CONFIG", "SET", "maxmemory", "1");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  @DisplayName("new keys are refused, alone and in a batch, and admitted when there is room again")
  void newKeysAreRefused() {
    RedisServer server = full(RedisBinary.find());
    IdempotencyStore store = store(server);
    Ticket held = acquire(store, "held");
    fill(server);

    assertThatThrownBy(() -> claim(store, "new"))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("new");
    List<ItemResult<ClaimResult>> results =
        store.claimAll(List.of(Keys.request("held"), Keys.request("other")));
    assertThat(results.get(0).get()).isInstanceOf(ClaimResult.InProgress.class);
    assertThatThrownBy(() -> results.get(1).get()).isInstanceOf(StoreFullException.class);
    assertThat(store.stats().refused()).isEqualTo(2);
    assertThat(store.find("new")).isEmpty();

    server.command("CONFIG", "SET", "maxmemory", "0");
    acquire(store, "new");
    assertThat(store.release(held)).isTrue();
  }

  @Test
  @DisplayName("the keys that the store holds go on to be served")
  void heldKeysAreServed() {
    RedisServer server = full(RedisBinary.carried().orElseThrow());
    assertThat(server.version()).startsWith("7.");
    IdempotencyStore store = store(server);
    Ticket completing = acquire(store, "completing");
    Ticket renewing = acquire(store, "renewing");
    Ticket releasing = acquire(store, "releasing");
    Ticket completed = acquire(store, "completed");
    store.complete(completed, outcome("paid"), TTL);
    ClaimResult lapsing =
        store.claim("lapsed", Keys.FINGERPRINT, ClaimTerms.of(Duration.ofNanos(1_000), Keys.TTL));
    assertThat(lapsing).isInstanceOf(ClaimResult.Acquired.class);
    fill(server);

    assertThat(store.complete(completing, outcome("paid"), TTL))
        .isInstanceOf(Completion.Recorded.class);
    assertThat(store.renew(renewing, LEASE)).isTrue();
    assertThat(store.release(releasing)).isTrue();
    assertThat(claim(store, "completed")).isInstanceOf(ClaimResult.Completed.class);
    assertThat(acquire(store, "lapsed").attempt()).isEqualTo(2);
    RecordVersion version =
        ((IdempotencyRecord.Completed) store.find("completed").orElseThrow()).version();
    assertThat(store.amend("completed", version, outcome("amended"))).isTrue();
    assertThat(store.forget("completed", completed.fence())).isTrue();
    assertThat(Scan.keys(store, Duration.ZERO)).containsExactlyInAnyOrder("renewing", "lapsed");
  }

  @Test
  @DisplayName("a batch of new and held keys takes as few steps as one of new keys")
  void batchTakesFewSteps() {
    RedisServer server = full(RedisBinary.carried().orElseThrow());
    IdempotencyStore store = store(server);
    List<ClaimRequest> requests = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      requests.add(Keys.request("key " + i));
      if (i < 32) {
        acquire(store, "key " + i);
      }
    }
    fill(server);
    server.command("CONFIG", "RESETSTAT");

    List<ItemResult<ClaimResult>> results = store.claimAll(requests);

    assertThat(results.subList(0, 32))
        .allSatisfy(result -> assertThat(result.get()).isInstanceOf(ClaimResult.InProgress.class));
    assertThat(results.subList(32, 64))
        .allSatisfy(
            result -> assertThatThrownBy(result::get).isInstanceOf(StoreFullException.class));
    // Two runs are refused, and two say which keys are held; with one behind another, all of these
    // twice where the scripts are new to a connection.
    assertThat(Servers.scriptRuns(server)).isBetween(2, 8);
  }

  @Test
  @DisplayName("before version 7 duplicates are answered and claims released; completions wait")
  void beforeVersion7() {
    Optional<RedisBinary> binary = RedisBinary.redis62();
    Assumptions.assumeTrue(binary.isPresent(), "Redis 6.2 does not run here");
    RedisServer server = full(binary.orElseThrow());
    IdempotencyStore store = store(server);
    Ticket held = acquire(store, "held");
    Ticket releasing = acquire(store, "releasing");
    fill(server);

    assertThatThrownBy(() -> claim(store, "new")).isInstanceOf(StoreFullException.class);
    assertThat(claim(store, "held")).isInstanceOf(ClaimResult.InProgress.class);
    List<ItemResult<ClaimResult>> results =
        store.claimAll(List.of(Keys.request("new"), Keys.request("held"), Keys.request("newer")));
    assertThatThrownBy(results.get(0)::get).isInstanceOf(StoreFullException.class);
    assertThat(results.get(1).get()).isInstanceOf(ClaimResult.InProgress.class);
    assertThatThrownBy(results.get(2)::get).isInstanceOf(StoreFullException.class);
    assertThat(store.release(releasing)).isTrue();
    assertThat(store.find("releasing")).isEmpty();
    assertThatThrownBy(() -> store.complete(held, outcome("paid"), TTL))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("did not take place")
        .hasMessageContaining("maxmemory");
    CompletionRequest paid = new CompletionRequest(held, outcome("paid"), TTL);
    CompletionRequest gone = new CompletionRequest(releasing, outcome("paid"), TTL);
    List<ItemResult<Completion>> completions = store.completeAll(List.of(paid, gone, paid));
    assertThatThrownBy(completions.get(0)::get).isInstanceOf(StoreUnavailableException.class);
    assertThat(completions.get(1).get()).isInstanceOf(Completion.Superseded.class);
    assertThatThrownBy(completions.get(2)::get).isInstanceOf(StoreUnavailableException.class);

    server.command("CONFIG", "SET", "maxmemory", "0");
    assertThat(store.complete(held, outcome("paid"), TTL)).isInstanceOf(Completion.Recorded.class);
  }
}
