package io.github.semel.redis;

import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyStore;
import io.github.semel.StoreUnavailableException;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store finds out about its servers, and which it refuses. */
class ServerInspectionTest {

  private final List<ServerReport> found = new CopyOnWriteArrayList<>();
  private final List<ServerReport> unsuitable = new CopyOnWriteArrayList<>();
  private final AtomicLong evicted = new AtomicLong();

  private final RedisStoreListener listener =
      new RedisStoreListener() {
        @Override
        public void serverFound(ServerReport report) {
          found.add(report);
        }

        @Override
        public void keysEvicted(RedisAddress address, long count) {
          evicted.addAndGet(count);
        }

        @Override
        public void becameUnsuitable(ServerReport report, UnsuitableServerException reason) {
          unsuitable.add(report);
        }
      };

  @Test
  @DisplayName("the listener hears what was found")
  void reported() {
    RedisServer server = Servers.standalone();
    Servers.store(server).listener(listener).build().close();

    assertThat(found)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.address())
                  .isEqualTo(new RedisAddress(server.host(), server.port()));
              assertThat(report.version()).isEqualTo(server.version());
              assertThat(report.role()).isEqualTo("master");
              assertThat(report.maxMemoryPolicy()).isEqualTo("noeviction");
              assertThat(report.usedMemoryBytes()).isPositive();
              assertThat(report.appendOnlyFile()).isFalse();
            });
  }

  @Test
  @DisplayName("a server that evicts is refused, unless its very policy is allowed by name")
  void evictingPolicy() {
    try (RedisServer server =
        RedisServer.start(RedisBinary.find(), "--maxmemory-policy", "volatile-ttl")) {
      assertThatThrownBy(() -> Servers.store(server).build())
          .isInstanceOf(UnsuitableServerException.class)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("volatile-ttl")
          .hasMessageContaining("noeviction");
      assertThatThrownBy(() -> Servers.store(server).allowEvictionPolicy("allkeys-lru").build())
          .isInstanceOf(UnsuitableServerException.class);
      try (IdempotencyStore store =
          Servers.store(server).allowEvictionPolicy("volatile-ttl").build()) {
        acquire(store, "first");
      }
    }
  }

  @Test
  @DisplayName("what a server evicts is counted, and reported to the listener")
  void evictedKeys() {
    try (RedisServer server =
        RedisServer.start(RedisBinary.find(), "--maxmemory-policy", "allkeys-lru")) {
      RedisStoreBuilder builder =
          Servers.store(server).allowEvictionPolicy("allkeys-lru").listener(listener);
      try (RedisStore store = new RedisStore(builder)) {
        for (int i = 0; i < 100; i++) {
          acquire(store, "key " + i);
        }
        server.command("CONFIG", "SET", "maxmemory", server.info("memory", "used_memory"));
        for (int i = 0; i < 1_000; i++) {
          claim(store, "another " + i);
        }
        server.command("CONFIG", "SET", "maxmemory", "0");
        store.inspectServers();
        assertThat(evicted.get()).isPositive();
      }
    }
  }

  @Test
  @DisplayName("a server that begins to evict: claims are refused until it is put right")
  void becomesEvicting() {
    try (RedisServer server = RedisServer.start(RedisBinary.find());
        RedisStore store = new RedisStore(Servers.store(server).listener(listener))) {
      acquire(store, "first");
      server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      store.inspectServers();

      assertThat(unsuitable).hasSize(1);
      assertThatThrownBy(() -> claim(store, "second"))
          .isInstanceOf(UnsuitableServerException.class)
          .hasMessageContaining("allkeys-lru");
      assertThatThrownBy(() -> store.claimAll(List.of(Keys.request("second"))))
          .isInstanceOf(UnsuitableServerException.class);
      assertThat(store.find("first")).isPresent();

      server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
      store.inspectServers();
      assertThat(claim(store, "second")).isInstanceOf(ClaimResult.Acquired.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "6.2.11, 6, 2, true",
    "6.0.16, 6, 2, false",
    "5.0.7, 6, 2, false",
    "7.0.15, 6, 2, true",
    "7.0.15, 7, 0, true",
    "10.1, 7, 0, true",
    "7, 7, 0, true",
    "unknown, 7, 0, true",
  })
  @DisplayName("versions are compared by number")
  void versions(String version, int major, int minor, boolean atLeast) {
    assertThat(ServerInspection.atLeast(version, major, minor)).isEqualTo(atLeast);
  }

  @Test
  @DisplayName("a server that is too old is refused")
  void tooOld() {
    ServerReport report =
        new ServerReport(
            new RedisAddress("127.0.0.1", 6379),
            "6.0.16",
            "standalone",
            "master",
            "noeviction",
            0,
            0,
            false,
            0,
            0,
            0,
            0);

    assertThat(new ServerInspection(0, Optional.empty(), false).objection(report))
        .get()
        .satisfies(reason -> assertThat(reason).hasMessageContaining("6.2"));
  }
}
