package io.github.semel.redis;

import static io.github.semel.redis.Keys.FINGERPRINT;
import static io.github.semel.redis.Keys.TERMS;
import static io.github.semel.redis.Keys.acquire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.StoreCorruptException;
import io.github.semel.StoreUnavailableException;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Claims that travel together are one run of the script; what each is told is its own. */
class ClaimsTogetherTest {

  private final RedisServer server = Servers.standalone();
  private final String prefix = Keys.fresh() + ":";

  private RedisStoreBuilder builder() {
    return Servers.store(server).prefix(prefix);
  }

  @Test
  @DisplayName("a key that cannot be read fails its own claim, before and after others")
  void unreadableBetweenOthers() {
    server.command("LPUSH", prefix + "list", "first");
    server.command("SET", prefix + "damaged", "something else");
    try (IdempotencyStore store = builder().build()) {
      acquire(store, "held");
      List<ItemResult<ClaimResult>> results =
          store.claimAll(
              List.of(
                  Keys.request("new"),
                  Keys.request("list"),
                  Keys.request("held"),
                  Keys.request("damaged"),
                  Keys.request("also new")));
      assertThat(results.get(0).get()).isInstanceOf(ClaimResult.Acquired.class);
      assertThatThrownBy(results.get(1)::get)
          .isInstanceOf(StoreCorruptException.class)
          .hasMessageContaining("list");
      assertThat(results.get(2).get()).isInstanceOf(ClaimResult.InProgress.class);
      assertThatThrownBy(results.get(3)::get)
          .isInstanceOf(StoreCorruptException.class)
          .hasMessageContaining("damaged");
      assertThat(results.get(4).get()).isInstanceOf(ClaimResult.Acquired.class);
    }
  }

  @Test
  @DisplayName("one key several times: the first has it, new or freed, and fences increase")
  void oneKeySeveralTimes() {
    try (IdempotencyStore store = builder().build()) {
      long fence = 0;
      for (int round = 0; round < 3; round++) {
        ClaimRequest other = ClaimRequest.of("twice", Fingerprint.of("another"), TERMS);
        List<ItemResult<ClaimResult>> results =
            store.claimAll(
                List.of(
                    Keys.request("before " + round),
                    ClaimRequest.of("twice", FINGERPRINT, TERMS),
                    Keys.request("twice"),
                    other));
        ClaimResult.Acquired won = (ClaimResult.Acquired) results.get(1).get();
        assertThat(results.get(2).get()).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(results.get(3).get()).isInstanceOf(ClaimResult.Mismatch.class);
        assertThat(won.ticket().fence()).isGreaterThan(fence);
        fence = won.ticket().fence();
        assertThat(store.release(won.ticket())).isTrue();
      }
    }
  }

  @Test
  @DisplayName("more than one run takes, and each ticket is the ticket of its key")
  void manyKeys() {
    try (IdempotencyStore store = builder().build()) {
      List<ClaimRequest> requests = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        requests.add(Keys.request("many " + i));
      }
      Set<String> keys = new HashSet<>();
      for (ItemResult<ClaimResult> result : store.claimAll(requests)) {
        ClaimResult.Acquired won = (ClaimResult.Acquired) result.get();
        assertThat(store.find(won.ticket().key()).orElseThrow().fence())
            .isEqualTo(won.ticket().fence());
        keys.add(won.ticket().key());
      }
      assertThat(keys).hasSize(700);
    }
  }

  @Test
  @DisplayName("each record has its claim's own lease, ttl, label and fence")
  void termsOfEach() {
    List<ClaimTerms> terms =
        List.of(
            TERMS,
            TERMS.withLabel("first host"),
            TERMS.withLabel("another"),
            ClaimTerms.of(TERMS.lease().plusSeconds(1), TERMS.ttl()),
            ClaimTerms.of(TERMS.lease().plusSeconds(1), TERMS.ttl().plusSeconds(1)),
            TERMS);
    try (IdempotencyStore store = builder().build()) {
      acquire(store, "held");
      List<ClaimRequest> requests = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        requests.add(ClaimRequest.of("new " + i, FINGERPRINT, terms.get(i)));
        // From here on the answers of a run are a list.
        requests.add(Keys.request("held"));
        requests.add(ClaimRequest.of("also new " + i, FINGERPRINT, terms.get(i)));
      }
      for (ItemResult<ClaimResult> result : store.claimAll(requests)) {
        if (result.get() instanceof ClaimResult.Acquired won) {
          String key = won.ticket().key();
          ClaimTerms own = terms.get(key.charAt(key.length() - 1) - '0');
          IdempotencyRecord.Pending record =
              (IdempotencyRecord.Pending) store.find(key).orElseThrow();
          assertThat(record.fence()).isEqualTo(won.ticket().fence());
          assertThat(record.owner()).isEqualTo(won.ticket().owner());
          assertThat(record.label()).isEqualTo(own.label());
          assertThat(Duration.between(record.claimedAt(), record.leaseUntil()))
              .isEqualTo(own.lease());
          assertThat(Duration.between(record.leaseUntil(), record.retainUntil()))
              .isEqualTo(own.ttl());
        }
      }
      assertThat(Scan.keys(store, Duration.ZERO)).hasSize(1 + 2 * terms.size());
    }
  }

  @Test
  @DisplayName("a key that the user may not touch is refused by itself")
  void forbiddenBetweenOthers() {
    try (RedisServer own = RedisServer.start(RedisBinary.find())) {
      try (IdempotencyStore store = Servers.storeOfOpenKeys(own).build()) {
        List<ItemResult<ClaimResult>> results =
            store.claimAll(
                List.of(Keys.request("open 1"), Keys.request("closed"), Keys.request("open 2")));
        assertThat(results.get(0).get()).isInstanceOf(ClaimResult.Acquired.class);
        assertThatThrownBy(results.get(1)::get)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("did not take place");
        assertThat(results.get(2).get()).isInstanceOf(ClaimResult.Acquired.class);
      }
    }
  }
}
