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
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.RecordVersion;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.FaultProxy;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.redis.server.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation takes place and its answer is lost: it is sent again, and the caller gets the
 * answer that it would have had.
 */
class LostRepliesTest {

  /** Longer than any machine stands still. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisServer server = Servers.standalone();
  private final FaultProxy proxy = FaultProxy.to(server.port());
  private final String prefix = Keys.fresh() + ":";

  /** How calls travel. */
  enum Mode {
    COMBINING,
    POOLING
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private RedisStoreBuilder builder() {
    return RedisStore.standalone("127.0.0.1", proxy.port()).prefix(prefix);
  }

  /** Gives a connection up soon that does not answer, and sends its calls again over another. */
  private RedisStoreBuilder sendingAgain() {
    return builder().replyTimeout(Duration.ofMillis(300));
  }

  /** The same keys, and a network without faults. */
  private RedisStoreBuilder others() {
    return Servers.store(server).prefix(prefix);
  }

  private IdempotencyStore open(Mode mode) {
    RedisStoreBuilder builder = builder().timeout(PATIENCE);
    return (mode == Mode.COMBINING ? builder : builder.pooling(4, Duration.ofSeconds(5))).build();
  }

  /** The answers before the cut are kept to so many bytes. */
  private void eachWay(Mode mode, BiConsumer<IdempotencyStore, Runnable> operation) {
    try (IdempotencyStore store = open(mode)) {
      for (int kept : new int[] {0, 1, 3}) {
        operation.accept(store, () -> proxy.cutReplies(Replies.next(), kept));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a claim")
  void claims(Mode mode) {
    eachWay(
        mode,
        (store, cut) -> {
          String key = Keys.fresh();
          cut.run();
          Ticket ticket = acquire(store, key);
          assertThat(ticket.attempt()).isEqualTo(1);
          assertThat(claim(store, key)).isInstanceOf(ClaimResult.InProgress.class);
          assertThat(store.complete(ticket, outcome(key), TTL))
              .isInstanceOf(Completion.Recorded.class);
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a completion")
  void completions(Mode mode) {
    eachWay(
        mode,
        (store, cut) -> {
          Ticket ticket = acquire(store, Keys.fresh());
          cut.run();
          assertThat(store.complete(ticket, outcome("paid"), TTL))
              .isInstanceOf(Completion.Recorded.class);
          assertThat(claim(store, ticket.key())).isInstanceOf(ClaimResult.Completed.class);
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a renewal")
  void renewals(Mode mode) {
    eachWay(
        mode,
        (store, cut) -> {
          Ticket ticket = acquire(store, Keys.fresh());
          cut.run();
          assertThat(store.renew(ticket, LEASE)).isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a release")
  void releases(Mode mode) {
    eachWay(
        mode,
        (store, cut) -> {
          Ticket ticket = acquire(store, Keys.fresh());
          cut.run();
          assertThat(store.release(ticket)).isTrue();
          assertThat(store.release(ticket)).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("an operator's forget")
  void forgets(Mode mode) {
    eachWay(
        mode,
        (store, cut) -> {
          Ticket ticket = acquire(store, Keys.fresh());
          cut.run();
          assertThat(store.forget(ticket.key(), ticket.fence())).isTrue();
          assertThat(store.forget(ticket.key(), ticket.fence())).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("an amendment")
  void amendments(Mode mode) {
    eachWay(
        mode,
        (store, cut) -> {
          Ticket ticket = acquire(store, Keys.fresh());
          store.complete(ticket, outcome("paid"), TTL);
          RecordVersion version = new RecordVersion(ticket.fence(), 0);
          cut.run();
          assertThat(store.amend(ticket.key(), version, outcome("amended"))).isTrue();
          assertThat(store.amend(ticket.key(), version, outcome("twice"))).isFalse();
          assertThat(store.find(ticket.key()))
              .get()
              .isInstanceOfSatisfying(
                  IdempotencyRecord.Completed.class,
                  record -> assertThat(record.outcome()).isEqualTo(outcome("amended")));
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a batch, in the middle")
  void batches(Mode mode) {
    try (IdempotencyStore store = open(mode)) {
      List<ClaimRequest> requests = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        requests.add(Keys.request(Keys.fresh()));
      }
      proxy.cutReplies(Replies.next(), 1_000);
      List<CompletionRequest> completions = new ArrayList<>();
      for (ItemResult<ClaimResult> result : store.claimAll(requests)) {
        assertThat(result.get()).isInstanceOf(ClaimResult.Acquired.class);
        Ticket ticket = ((ClaimResult.Acquired) result.get()).ticket();
        assertThat(ticket.attempt()).isEqualTo(1);
        completions.add(new CompletionRequest(ticket, outcome(ticket.key()), TTL));
      }
      proxy.cutReplies(Replies.next(), 50);
      assertThat(store.completeAll(completions))
          .allSatisfy(result -> assertThat(result.get()).isInstanceOf(Completion.Recorded.class));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("a release that was followed by another's claim before it was sent again")
  void releaseThenAnothersClaim(boolean completed) throws InterruptedException {
    try (IdempotencyStore store = sendingAgain().build();
        IdempotencyStore other = others().build()) {
      Ticket ticket = acquire(store, "contended");
      // The release takes place, its answer never comes, and the lane gives up after a while.
      proxy.dropReplies(Replies.next());
      Thread claimant =
          new Thread(
              () -> {
                ClaimResult result = claim(other, "contended");
                while (!(result instanceof ClaimResult.Acquired)) {
                  result = claim(other, "contended");
                }
                if (completed) {
                  other.complete(((ClaimResult.Acquired) result).ticket(), outcome("paid"), TTL);
                }
              });
      claimant.start();
      assertThat(store.release(ticket)).isTrue();
      claimant.join();
      assertThat(store.release(ticket)).isFalse();
    }
  }

  @Test
  @DisplayName("a renewal: the lease ends when the first sending had it end")
  void renewalOnce() throws InterruptedException {
    try (IdempotencyStore store = sendingAgain().build();
        IdempotencyStore other = others().build()) {
      Ticket ticket = acquire(store, "renewed");
      Instant before = leaseUntil(other, "renewed");
      proxy.dropReplies(Replies.next());
      AtomicReference<Instant> first = new AtomicReference<>(before);
      Thread observer =
          new Thread(
              () -> {
                while (first.get().equals(before)) {
                  first.set(leaseUntil(other, "renewed"));
                }
              });
      observer.start();
      assertThat(store.renew(ticket, LEASE.plusHours(1))).isTrue();
      observer.join();
      assertThat(leaseUntil(other, "renewed")).isEqualTo(first.get());
    }
  }

  private static Instant leaseUntil(IdempotencyStore store, String key) {
    return ((IdempotencyRecord.Pending) store.find(key).orElseThrow()).leaseUntil();
  }

  /**
   * A call takes place and its answer is lost; others do something before it is sent again. They do
   * it while the network is cut off: no answer that was under way comes through after it.
   */
  private void assertUnknown(
      String operation, ThrowingCallable call, BooleanSupplier tookPlace, Runnable others) {
    proxy.dropReplies(Replies.every(1));
    CompletableFuture<Void> meanwhile =
        CompletableFuture.runAsync(
            () -> {
              while (!tookPlace.getAsBoolean()) {
                Thread.onSpinWait();
              }
              proxy.partition();
              proxy.closeConnections();
              others.run();
              proxy.dropReplies(Replies.none());
              proxy.heal();
            });
    assertThatThrownBy(call)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(operation + " of key \"contended\" was sent again")
        .hasMessageContaining("outcome unknown");
    meanwhile.join();
  }

  @Test
  @DisplayName("a release after which others left no trace of it: whether it took place is unknown")
  void releaseThenAnothersRelease() {
    try (IdempotencyStore store = sendingAgain().timeout(PATIENCE).build();
        IdempotencyStore other = others().timeout(PATIENCE).build()) {
      Ticket ticket = acquire(store, "contended");
      assertUnknown(
          "release",
          () -> store.release(ticket),
          () -> other.find("contended").isEmpty(),
          () -> other.release(acquire(other, "contended")));
      assertThat(other.release(ticket)).isFalse();
    }
  }

  @Test
  @DisplayName("a completion whose record is another's by now: whether it took place is unknown")
  void completionThenAnothersClaim() {
    try (IdempotencyStore store = sendingAgain().timeout(PATIENCE).build();
        IdempotencyStore other = others().timeout(PATIENCE).build()) {
      Ticket ticket = acquire(store, "contended");
      assertUnknown(
          "completion",
          () -> store.complete(ticket, outcome("paid"), TTL),
          () -> other.find("contended").orElseThrow() instanceof IdempotencyRecord.Completed,
          () -> {
            other.forget("contended", ticket.fence());
            acquire(other, "contended");
          });
      assertThat(other.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(Completion.Superseded.class);
    }
  }

  @Test
  @DisplayName("when no answer comes in time, the exception says that the outcome is unknown")
  void noAnswerInTime() {
    // One connection: on another one, not made yet, nothing would be written, and so told.
    RedisStoreBuilder one = builder().combining(1);
    try (IdempotencyStore store =
        one.timeout(Duration.ofSeconds(2)).replyTimeout(Duration.ofSeconds(1)).build()) {
      acquire(store, "first");
      proxy.dropReplies(Replies.every(1));
      ClaimRequest request = Keys.request("second");
      assertThatThrownBy(() -> store.claim(request))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("outcome unknown")
          .hasMessageContaining("resend")
          .hasMessageContaining("second");

      proxy.dropReplies(Replies.none());
      proxy.closeConnections();
      assertThat(store.claim(request))
          .isInstanceOfSatisfying(
              ClaimResult.Acquired.class,
              acquired -> assertThat(acquired.ticket().attempt()).isEqualTo(1));
    }
  }
}
