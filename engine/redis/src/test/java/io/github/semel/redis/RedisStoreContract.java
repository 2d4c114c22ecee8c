package io.github.semel.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.testkit.Capability;
import io.github.semel.testkit.IdempotencyStoreContract;
import io.github.semel.testkit.StoreFixture;
import io.github.semel.testkit.StoreSetup;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.AfterAll;

/**
 * The contract on a real server. Each store has a prefix of its own, and the scripts read the
 * test's clock in place of the server's.
 */
abstract class RedisStoreContract extends IdempotencyStoreContract {

  /** Where the servers are, and how the store connects to them. */
  abstract RedisStoreBuilder builder();

  @AfterAll
  @AfterContainer
  static void emptyServers() {
    Servers.empty();
  }

  @Override
  protected StoreFixture fixture() {
    return new StoreFixture() {
      @Override
      public Set<Capability> capabilities() {
        return Set.of(Capability.MANUAL_CLOCK);
      }

      @Override
      public IdempotencyStore open(StoreSetup setup) {
        return builder()
            .timeout(Duration.ofSeconds(30))
            .replyTimeout(Duration.ofSeconds(20))
            .prefix("{" + UUID.randomUUID() + "}:")
            .testClock(setup.clock(), "test-clock.lua")
            .build();
      }

      @Override
      public int raceRounds() {
        return 100;
      }
    };
  }
}
