package io.github.semel.redis;

import static io.github.semel.redis.Keys.FINGERPRINT;
import static io.github.semel.redis.Keys.LEASE;
import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.RecordVersion;
import io.github.semel.StoreCorruptException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One life of a key on the server's own time, on each version there is. */
class VersionTest {

  private static void live(RedisBinary binary) {
    try (RedisServer server = RedisServer.start(binary);
        IdempotencyStore store = Servers.store(server).build()) {
      Ticket ticket = acquire(store, "key");
      assertThat(claim(store, "key"))
          .isInstanceOfSatisfying(
              ClaimResult.InProgress.class,
              running ->
                  assertThat(running.remainingLease()).isPositive().isLessThanOrEqualTo(LEASE));
      assertThat(store.renew(ticket, Duration.ofNanos(1_000))).isTrue();
      Ticket second = acquire(store, "key");
      assertThat(second.attempt()).isEqualTo(2);
      assertThat(second.fence()).isGreaterThan(ticket.fence());
      assertThat(store.complete(ticket, outcome("late"), TTL))
          .isInstanceOf(Completion.Superseded.class);
      assertThat(store.complete(second, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
      assertThat(store.amend("key", new RecordVersion(second.fence(), 0), outcome("amended")))
          .isTrue();
      assertThat(claim(store, "key"))
          .isInstanceOfSatisfying(
              ClaimResult.Completed.class,
              completed -> {
                assertThat(completed.outcome()).isEqualTo(outcome("amended"));
                assertThat(completed.remainingTtl()).isPositive().isLessThanOrEqualTo(TTL);
              });
      assertThat(store.forget("key", second.fence())).isTrue();
      Ticket third = acquire(store, "key");
      assertThat(third.attempt()).isEqualTo(1);
      assertThat(third.fence()).isGreaterThan(second.fence());
      server.command("LPUSH", "semel:list", "first");
      assertThatThrownBy(() -> claim(store, "list")).isInstanceOf(StoreCorruptException.class);
      // Redis keeps it for its fence; it is absent all the same.
      Ticket shortLived =
          (Ticket)
              store.claim(
                  "short",
                  FINGERPRINT,
                  ClaimTerms.of(Duration.ofNanos(1_000), Duration.ofNanos(1_000)));
      assertThat(store.find("short")).isEmpty();
      assertThat(acquire(store, "short").fence()).isGreaterThan(shortLived.fence());
    }
  }

  @Test
  @DisplayName("the version that is found first")
  void found() {
    live(RedisBinary.find());
  }

  @Test
  @DisplayName("the oldest version that is supported")
  void oldest() {
    Optional<RedisBinary> binary = RedisBinary.redis62();
    Assumptions.assumeTrue(binary.isPresent(), "Redis 6.2 does not run here");
    live(binary.orElseThrow());
  }
}
