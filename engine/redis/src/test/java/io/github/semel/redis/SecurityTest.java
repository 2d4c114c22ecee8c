package io.github.semel.redis;

import static io.github.semel.redis.Keys.LEASE;
import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.RecordVersion;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords, users, encryption, and the smallest permissions that work. */
class SecurityTest {

  /** As the README of the module gives it, for the prefix {@code semel:}. */
  private static final String SMALLEST_ACL =
      "~semel:* resetchannels -@all +evalsha +eval +get +set +del +time +getrange +scan +info"
          + " +hello +client|setname";

  private static void allow(RedisServer server, String rules) {
    server.command(("ACL SETUSER payments reset on >secret " + rules).split(" "));
  }

  private static void assertEverythingWorks(IdempotencyStore store) {
    Ticket ticket = acquire(store, "first");
    assertThat(store.renew(ticket, LEASE)).isTrue();
    assertThat(Scan.keys(store, Duration.ZERO)).contains("first");
    assertThat(store.complete(ticket, outcome("paid"), TTL))
        .isInstanceOf(Completion.Recorded.class);
    assertThat(claim(store, "first")).isInstanceOf(ClaimResult.Completed.class);
    assertThat(store.amend("first", new RecordVersion(ticket.fence(), 0), outcome("amended")))
        .isTrue();
    assertThat(store.find("first")).isPresent();
    assertThat(store.forget("first", ticket.fence())).isTrue();
    assertThat(store.release(acquire(store, "second"))).isTrue();
    assertThat(store.claimAll(List.of(Keys.request("third"))).get(0).get())
        .isInstanceOf(ClaimResult.Acquired.class);
    assertThat(store.stats().entries()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  @DisplayName("a user with the documented permissions can do everything, over either protocol")
  void smallestPermissions(int protocol) {
    try (RedisServer server = RedisServer.start(RedisBinary.find())) {
      allow(server, SMALLEST_ACL);
      try (IdempotencyStore store =
          Servers.store(server).credentials("payments", "secret").protocol(protocol).build()) {
        assertEverythingWorks(store);
      }
    }
  }

  @Test
  @DisplayName("the documented permissions for a cluster")
  void smallestPermissionsOnCluster() {
    for (RedisServer node : Servers.cluster().nodes()) {
      allow(node, SMALLEST_ACL + " +wait +cluster|slots +asking");
    }
    try (IdempotencyStore store =
        Servers.store(Servers.cluster())
            .prefix("semel:" + Keys.fresh())
            .credentials("payments", "secret")
            .durability(Durability.replicas(1, Duration.ofSeconds(1)))
            .build()) {
      assertEverythingWorks(store);
    }
  }

  @Test
  @DisplayName("the documented permissions for Sentinels, replicas and another database")
  void smallestPermissionsWithSentinels() {
    for (RedisServer sentinel : Servers.replication().sentinels()) {
      allow(sentinel, "-@all +sentinel|get-master-addr-by-name +hello +client|setname");
    }
    for (RedisServer server : Servers.replication().servers()) {
      allow(server, SMALLEST_ACL + " +wait +select");
    }
    try (IdempotencyStore store =
        Servers.store(Servers.replication())
            .prefix("semel:" + Keys.fresh())
            .database(5)
            .credentials("payments", "secret")
            .sentinelCredentials("payments", "secret")
            .durability(Durability.replicas(1, Duration.ofSeconds(1)))
            .build()) {
      assertEverythingWorks(store);
    }
  }

  @Test
  @DisplayName("a user who may not run scripts is told so")
  void missingPermission() {
    try (RedisServer server = RedisServer.start(RedisBinary.find())) {
      server.command(
          "ACL", "SETUSER", "reader", "on", ">secret", "~*", "-@all", "+info", "+hello", "+get");
      try (IdempotencyStore store = Servers.store(server).credentials("reader", "secret").build()) {
        assertThatThrownBy(() -> claim(store, "first"))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("permission")
            .hasMessageContaining("did not take place");
      }
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("the default user's password; a wrong one and none are refused at once, clearly")
  void password() {
    try (RedisServer server = RedisServer.start(RedisBinary.find(), "--requirepass", "secret")) {
      try (IdempotencyStore store =
          Servers.store(server).credentials(null, "secret").clientName("payments-7").build()) {
        assertEverythingWorks(store);
        assertThat((String) server.command("CLIENT", "LIST")).contains("name=payments-7");
      }
      for (RedisStoreBuilder patient :
          List.of(
              Servers.store(server).timeout(Duration.ofMinutes(10)),
              Servers.store(server)
                  .timeout(Duration.ofMinutes(10))
                  .pooling(2, Duration.ofMinutes(10)))) {
        assertThatThrownBy(patient::build)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("NOAUTH")
            .hasMessageContaining("the user or the password is missing or wrong");
        assertThatThrownBy(() -> patient.credentials(null, "wrong").build())
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("WRONGPASS")
            .hasMessageContaining("the user or the password is missing or wrong");
      }
    }
  }

  @Test
  @DisplayName("encrypted connections, with the certificate and the host name verified")
  void encryption() {
    // Not every server on a PATH was built with TLS; the carried one was.
    RedisBinary binary = RedisBinary.carried().orElseThrow();
    try (RedisServer server = RedisServer.startTls(binary)) {
      RedisStoreBuilder builder =
          RedisStore.standalone("127.0.0.1", server.tlsPort())
              .timeout(Duration.ofSeconds(5))
              .replyTimeout(Duration.ofSeconds(5));
      try (IdempotencyStore store = builder.tls(server.clientContext()).build()) {
        assertEverythingWorks(store);
      }
      RedisStoreBuilder untrusting =
          RedisStore.standalone("127.0.0.1", server.tlsPort())
              .timeout(Duration.ofMillis(500))
              .tls();
      assertThatThrownBy(untrusting::build).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  @DisplayName("another database")
  void database() {
    try (RedisServer server = RedisServer.start(RedisBinary.find());
        IdempotencyStore first = Servers.store(server).build();
        IdempotencyStore second = Servers.store(server).database(7).build()) {
      acquire(first, "key");
      acquire(second, "key");
      acquire(second, "other");
      assertThat(first.stats().entries()).isEqualTo(1);
      assertThat(second.stats().entries()).isEqualTo(2);
    }
  }
}
