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
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisReplication;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A master that is replaced while the store is open. */
class SentinelTest {

  @Test
  @DisplayName("after a failover the store goes on with the new master, and hears of it")
  @Timeout(120)
  void failover() throws InterruptedException {
    List<RedisAddress> found = new CopyOnWriteArrayList<>();
    RedisStoreListener listener =
        new RedisStoreListener() {
          @Override
          public void serverFound(ServerReport report) {
            found.add(report.address());
          }
        };
    try (RedisReplication replication = RedisReplication.start();
        IdempotencyStore store =
            Servers.store(replication)
                .timeout(Duration.ofSeconds(30))
                .durability(Durability.replicas(1, Duration.ofSeconds(10)))
                .listener(listener)
                .build()) {
      RedisServer former = replication.master();
      Ticket completed = acquire(store, "completed");
      store.complete(completed, outcome("paid"), TTL);
      Ticket pending = acquire(store, "pending");
      former.kill();

      assertThat(claim(store, "completed")).isInstanceOf(ClaimResult.Completed.class);
      assertThat(store.complete(pending, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
      Ticket again = acquire(store, "new");
      assertThat(again.attempt()).isEqualTo(1);
      RedisServer master = replication.awaitMaster(former);
      assertThat(found.get(0).port()).isEqualTo(former.port());
      // Not always the next: Sentinels may have named another for a moment.
      while (found.get(found.size() - 1).port() != master.port()) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  @DisplayName("Sentinels that know no such master, and Sentinels that are not there")
  void unknownMaster() {
    List<RedisAddress> sentinels =
        Servers.replication().sentinelPorts().stream()
            .map(port -> new RedisAddress("127.0.0.1", port))
            .toList();
    assertThatThrownBy(
            () -> RedisStore.sentinel("nobody", sentinels).timeout(Duration.ofMillis(200)).build())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no master is known");
    assertThatThrownBy(
            () ->
                RedisStore.sentinel("semel", List.of(new RedisAddress("127.0.0.1", 1)))
                    .timeout(Duration.ofMillis(200))
                    .build())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no master is known");
  }

  @Test
  @DisplayName("the addresses that Sentinels tell may be translated")
  void mapping() {
    List<RedisAddress> told = new CopyOnWriteArrayList<>();
    try (IdempotencyStore store =
        Servers.store(Servers.replication())
            .prefix(Keys.fresh() + ":")
            .addressMapping(
                address -> {
                  told.add(address);
                  return new RedisAddress("localhost", address.port());
                })
            .build()) {
      acquire(store, "key");
    }
    assertThat(told).contains(new RedisAddress("127.0.0.1", Servers.replication().master().port()));
  }
}
