package io.github.semel.redis;

import static io.github.semel.redis.Keys.LEASE;
import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.claim;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreCorruptException;
import io.github.semel.StoreOperation;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that cannot be read is reported, never taken for absent, and never written over. */
class DamagedRecordTest {

  private final RedisServer server = Servers.standalone();
  private final String prefix = Keys.fresh() + ":";

  private void assertRefusedEverywhere(IdempotencyStore store, String key) {
    Ticket ticket = Ticket.of(key, Owner.random(), 1, 1);
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> claim(store, key),
          () -> store.complete(ticket, outcome("paid"), TTL),
          () -> store.renew(ticket, LEASE),
          () -> store.release(ticket),
          () -> store.find(key),
          () -> store.amend(key, new RecordVersion(1, 0), outcome("paid")),
          () -> store.forget(key, 1),
          () -> store.claimAll(List.of(Keys.request(key))).get(0).get()
        }) {
      assertThatThrownBy(call).isInstanceOf(StoreCorruptException.class).hasMessageContaining(key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "something else",
        "\u0002\u0001a newer format, long enough to be one of ours, with room for all of the header",
        "\u0001\u0009a state that there is none of, long enough to be one of ours, with all of it",
        "\u0001\u0001too short",
        "\u0001\u0002too short for a completed one",
        "\u0001\u0003short",
        "\u0001",
      })
  @DisplayName("a string that is no record is refused by every operation, and stays")
  void foreignString(String value) {
    String key = Keys.fresh();
    server.command("SET", prefix + key, value);
    try (IdempotencyStore store = Servers.store(server).prefix(prefix).build()) {
      assertRefusedEverywhere(store, key);
    }
    assertThat(server.command("GET", prefix + key)).isEqualTo(value);
  }

  @Test
  @DisplayName("a key that holds no string is refused by every operation, and stays")
  void foreignType() {
    String key = Keys.fresh();
    server.command("LPUSH", prefix + key, "first");
    try (IdempotencyStore store = Servers.store(server).prefix(prefix).build()) {
      assertRefusedEverywhere(store, key);
    }
    assertThat(server.command("LLEN", prefix + key)).isEqualTo(1L);
  }

  @Test
  @DisplayName("a claim whose record was cut short is refused to its holder too")
  void cutShort() {
    try (IdempotencyStore store = Servers.store(server).prefix(prefix).build()) {
      Ticket ticket = Keys.acquire(store, "cut");
      server.command(
          "EVAL",
          "return redis.call('SET', KEYS[1], string.sub(redis.call('GET', KEYS[1]), 1, 77))",
          "1",
          prefix + "cut");
      assertThatThrownBy(() -> store.complete(ticket, outcome("paid"), TTL))
          .isInstanceOf(StoreCorruptException.class)
          .hasMessageContaining("cut");
    }
  }

  @Test
  @DisplayName("an outcome amended more often than can be is refused, and no other completion")
  void amendedTooOften() {
    try (IdempotencyStore store = Servers.store(server).prefix(prefix).build()) {
      Ticket paid = Keys.acquire(store, "amended");
      store.complete(paid, outcome("paid"), TTL);
      server.command(
          "EVAL",
          "local record = redis.call('GET', KEYS[1]) return redis.call('SET', KEYS[1],"
              + " string.sub(record, 1, 70) .. '\\255\\255\\255\\255' .. string.sub(record, 75))",
          "1",
          prefix + "amended");
      assertRefusedEverywhere(store, "amended");
      Ticket before = Keys.acquire(store, "before");
      Ticket after = Keys.acquire(store, "after");
      Ticket another = Ticket.of("amended", Owner.random(), 1, 1);

      List<ItemResult<Completion>> results =
          store.completeAll(
              List.of(
                  new CompletionRequest(before, outcome("paid"), TTL),
                  new CompletionRequest(another, outcome("paid"), TTL),
                  new CompletionRequest(after, outcome("paid"), TTL)));

      assertThat(results.get(0).get()).isInstanceOf(Completion.Recorded.class);
      assertThatThrownBy(results.get(1)::get).isInstanceOf(StoreCorruptException.class);
      assertThat(results.get(2).get()).isInstanceOf(Completion.Recorded.class);
    }
  }

  @Test
  @DisplayName("the scan tells the listener of what it cannot read, and goes on")
  void scanGoesOn() {
    String key = Keys.fresh();
    server.command("SET", prefix + "damaged", "something else");
    server.command("LPUSH", prefix + "list", "first");
    List<String> failed = new CopyOnWriteArrayList<>();
    RedisStoreListener listener =
        new RedisStoreListener() {
          @Override
          public void failed(
              StoreOperation operation,
              @Nullable String of,
              IdempotencyException failure,
              Duration took) {
            assertThat(operation).isEqualTo(StoreOperation.PENDING);
            assertThat(failure).isInstanceOf(StoreCorruptException.class);
            failed.add(String.valueOf(of));
          }
        };
    try (IdempotencyStore store = Servers.store(server).prefix(prefix).listener(listener).build()) {
      Keys.acquire(store, key);
      assertThat(Scan.keys(store, Duration.ZERO)).containsExactly(key);
    }
    assertThat(failed).containsExactlyInAnyOrder("damaged", "list");
  }
}
