package io.github.semel.redis;

import static io.github.semel.redis.Keys.FINGERPRINT;
import static io.github.semel.redis.Keys.LEASE;
import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.StoreCorruptException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Completions that travel together are one run of the script; what each is told is its own. */
class CompletionsTogetherTest {

  private final RedisServer server = Servers.standalone();
  private final String prefix = Keys.fresh() + ":";

  private RedisStoreBuilder builder() {
    return Servers.store(server).prefix(prefix);
  }

  private static CompletionRequest paid(Ticket ticket) {
    return new CompletionRequest(ticket, outcome("paid " + ticket.key()), TTL);
  }

  private static IdempotencyRecord.Completed completed(IdempotencyStore store, String key) {
    return (IdempotencyRecord.Completed) store.find(key).orElseThrow();
  }

  @Test
  @DisplayName("each is told of its own key: recorded, superseded, gone, or unreadable")
  void eachItsOwn() {
    server.command("LPUSH", prefix + "list", "first");
    server.command("SET", prefix + "damaged", "something else");
    try (IdempotencyStore store = builder().build()) {
      Ticket first = acquire(store, "first");
      Ticket lapsed = acquireFor(store, "lapsed", Duration.ofNanos(1_000));
      Ticket successor = acquire(store, "lapsed");
      Ticket released = acquire(store, "released");
      assertThat(store.release(released)).isTrue();
      Ticket done = acquire(store, "done");
      assertThat(store.complete(done, outcome("done before"), TTL)).isEqualTo(recorded());
      List<ItemResult<Completion>> results =
          store.completeAll(
              List.of(
                  paid(first),
                  paid(lapsed),
                  paid(acquire(store, "second")),
                  paid(Ticket.of("list", Owner.random(), 1, 1)),
                  paid(released),
                  paid(done),
                  paid(Ticket.of("damaged", Owner.random(), 1, 1)),
                  paid(Ticket.of("never there", Owner.random(), 1, 1)),
                  paid(acquire(store, "third"))));

      for (int own : new int[] {0, 2, 5, 8}) {
        assertThat(results.get(own).get()).isEqualTo(recorded());
      }
      for (String key : List.of("first", "second", "third")) {
        assertThat(completed(store, key).outcome()).isEqualTo(outcome("paid " + key));
      }
      assertThat(completed(store, "done").outcome()).isEqualTo(outcome("done before"));
      IdempotencyRecord current =
          ((Completion.Superseded) results.get(1).get()).current().orElseThrow();
      assertThat(current.owner()).isEqualTo(successor.owner());
      for (int gone : new int[] {4, 7}) {
        assertThat(((Completion.Superseded) results.get(gone).get()).current()).isEmpty();
      }
      for (int unreadable : new int[] {3, 6}) {
        assertThatThrownBy(results.get(unreadable)::get).isInstanceOf(StoreCorruptException.class);
      }
      assertThat(store.complete(successor, outcome("paid"), TTL)).isEqualTo(recorded());
    }
  }

  private static Completion recorded() {
    return Completion.Recorded.INSTANCE;
  }

  private static Ticket acquireFor(IdempotencyStore store, String key, Duration lease) {
    return ((ClaimResult.Acquired) store.claim(key, FINGERPRINT, ClaimTerms.of(lease, TTL)))
        .ticket();
  }

  @Test
  @DisplayName("one ticket several times: the first outcome stands, and all are told so")
  void oneTicketSeveralTimes() {
    try (IdempotencyStore store = builder().build()) {
      Ticket ticket = acquire(store, "twice");
      List<ItemResult<Completion>> results =
          store.completeAll(
              List.of(
                  new CompletionRequest(ticket, outcome("first"), TTL),
                  new CompletionRequest(ticket, outcome("second"), TTL),
                  paid(acquire(store, "other")),
                  new CompletionRequest(ticket, outcome("third"), TTL)));
      for (ItemResult<Completion> result : results) {
        assertThat(result.get()).isEqualTo(recorded());
      }
      assertThat(completed(store, "twice").outcome()).isEqualTo(outcome("first"));
      assertThat(completed(store, "other").outcome()).isEqualTo(outcome("paid other"));
    }
  }

  @Test
  @DisplayName("each record has its own outcome, ttl and claim, also over more than one run")
  void termsOfEach() {
    List<Outcome> outcomes =
        List.of(
            Outcome.success(new byte[0]),
            Outcome.failure("declined".getBytes(StandardCharsets.UTF_8)),
            Outcome.success(new byte[] {0, 13, 10, -1}),
            outcome("x".repeat(2_000)),
            Outcome.omitted());
    List<CompletionRequest> requests = new ArrayList<>();
    try (IdempotencyStore store = builder().build()) {
      for (int i = 0; i < 200; i++) {
        Ticket ticket =
            i % 7 == 0
                ? acquireFor(store, "key " + i, LEASE.plusSeconds(i))
                : acquire(store, "key " + i);
        Duration ttl = i / 70 == 1 ? TTL : TTL.plusSeconds(i);
        requests.add(new CompletionRequest(ticket, outcomes.get(i % outcomes.size()), ttl));
        if (i % 50 == 49) {
          // From here on the answers of a run are a list.
          requests.add(paid(Ticket.of("never there", Owner.random(), 1, 1)));
        }
      }
      List<ItemResult<Completion>> results = store.completeAll(requests);
      for (int i = 0; i < requests.size(); i++) {
        CompletionRequest request = requests.get(i);
        Ticket ticket = request.ticket();
        if (ticket.key().equals("never there")) {
          assertThat(results.get(i).get()).isInstanceOf(Completion.Superseded.class);
          continue;
        }
        assertThat(results.get(i).get()).isEqualTo(recorded());
        IdempotencyRecord.Completed record = completed(store, ticket.key());
        assertThat(record.outcome()).isEqualTo(request.outcome());
        assertThat(record.owner()).isEqualTo(ticket.owner());
        assertThat(record.version().fence()).isEqualTo(ticket.fence());
        assertThat(record.version().amendments()).isZero();
        assertThat(record.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(Duration.between(record.completedAt(), record.expiresAt()))
            .isEqualTo(request.ttl());
      }
    }
  }

  @Test
  @DisplayName("a key that the user may not touch is refused by itself")
  void forbiddenBetweenOthers() {
    try (RedisServer own = RedisServer.start(RedisBinary.find())) {
      try (IdempotencyStore store = Servers.storeOfOpenKeys(own).build()) {
        List<ItemResult<Completion>> results =
            store.completeAll(
                List.of(
                    paid(acquire(store, "open 1")),
                    paid(Ticket.of("closed", Owner.random(), 1, 1)),
                    paid(acquire(store, "open 2"))));
        assertThat(results.get(0).get()).isEqualTo(recorded());
        assertThatThrownBy(results.get(1)::get)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("did not take place");
        assertThat(results.get(2).get()).isEqualTo(recorded());
      }
    }
  }
}
