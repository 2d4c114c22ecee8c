package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimTerms;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Closing, counting, and the memory that comes back from what has expired. */
abstract class LifecycleContract extends ContractSection {

  @Test
  @DisplayName("after close every operation says that the store is closed")
  void closedStoreSaysSo() {
    String key = key();
    IdempotencyStore store = store();
    Ticket ticket = acquire(key);
    store.close();

    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> store.claim(request(key)),
          () -> store.claim(key, FINGERPRINT, TERMS),
          () -> store.claim(key(), FINGERPRINT, TERMS),
          () -> store.complete(ticket, outcome("paid"), TTL),
          () -> store.complete(rebuilt(ticket), outcome("paid"), TTL),
          () -> store.renew(ticket, LEASE),
          () -> store.release(ticket),
          () -> store.find(key),
          () -> store.amend(key, new RecordVersion(ticket.fence(), 0), outcome("x")),
          () -> store.forget(key, ticket.fence()),
          () -> store.pending(Duration.ZERO, 10, null)
        }) {
      assertThatThrownBy(call).isInstanceOf(StoreClosedException.class);
    }
  }

  @Test
  @DisplayName("after close a batch says so, as a whole or item by item")
  void closedStoreSaysSoInBatches() {
    IdempotencyStore store = store();
    store.close();

    assertThatThrownBy(
            () ->
                store.claimAll(List.of(request(key()))).stream()
                    .map(ItemResult::get)
                    .forEach(result -> {}))
        .isInstanceOf(StoreClosedException.class);
  }

  @Test
  @DisplayName("closing twice does nothing")
  void closingTwiceDoesNothing() {
    IdempotencyStore store = store();
    store.close();
    store.close();

    assertThatThrownBy(() -> store.find(key())).isInstanceOf(StoreClosedException.class);
  }

  @Test
  @DisplayName("an outcome read before close can be read after it")
  void readOutcomeOutlivesTheStore() {
    String key = key();
    complete(acquire(key), outcome("paid"));
    var replay = completed(claim(key));
    store().close();

    assertThat(replay.outcome().bytes()).isEqualTo(outcome("paid").bytes());
  }

  @Test
  @DisplayName("a store that was just opened counts nothing")
  void freshStatsAreZero() {
    requires(Capability.EXACT_STATS);
    StoreStats stats = store().stats();

    assertThat(stats.entries()).isZero();
    assertThat(stats.expired()).isZero();
    assertThat(stats.refused()).isZero();
  }

  @Test
  @DisplayName("stats count the records that are held, whatever their state")
  void statsCountRecords() {
    requires(Capability.EXACT_STATS);
    Ticket one = acquire(key());
    Ticket two = acquire(key());
    Ticket three = acquire(key());
    assertThat(store().stats().entries()).isEqualTo(3);
    complete(one, outcome("paid"));
    assertThat(store().stats().entries()).isEqualTo(3);
    claim(two.key());
    store().find(key());
    assertThat(store().stats().entries()).isEqualTo(3);
    store().release(two);
    assertThat(store().stats().entries()).isEqualTo(2);
    store().release(two);
    store().forget(three.key(), three.fence());
    assertThat(store().stats().entries()).isEqualTo(1);
    store().forget(one.key(), one.fence());
    assertThat(store().stats().entries()).isZero();
    assertThat(store().stats().expired()).isZero();
    assertThat(store().stats().refused()).isZero();
  }

  @Test
  @DisplayName("a takeover does not count as another record")
  void takeoverIsNotAnotherRecord() {
    requires(Capability.EXACT_STATS, Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    takeOver(key);
    takeOver(key);

    assertThat(store().stats().entries()).isEqualTo(1);
  }

  @Test
  @DisplayName("the memory of expired outcomes comes back while others come")
  void expiredOutcomesAreSwept() {
    requires(Capability.EXACT_STATS, Capability.MANUAL_CLOCK);
    Duration ttl = Duration.ofSeconds(1);
    for (int i = 0; i < 5_000; i++) {
      assertRecorded(store().complete(acquire(key()), outcome("paid"), ttl));
    }
    assertComesBackUnderTraffic(ttl);
  }

  @Test
  @DisplayName("the memory of abandoned claims comes back while others come")
  void expiredClaimsAreSwept() {
    requires(Capability.EXACT_STATS, Capability.MANUAL_CLOCK);
    Duration second = Duration.ofSeconds(1);
    for (int i = 0; i < 5_000; i++) {
      acquire(key(), ClaimTerms.of(second, second));
    }
    assertComesBackUnderTraffic(second.multipliedBy(2));
  }

  @Test
  @DisplayName(
      "the memory of outcomes with a short ttl comes back also when their leases were long")
  void shortLivedOutcomesUnderLongLeasesAreSwept() {
    requires(Capability.EXACT_STATS, Capability.MANUAL_CLOCK);
    Duration ttl = Duration.ofSeconds(1);
    ClaimTerms terms = ClaimTerms.of(Duration.ofDays(300), Duration.ofDays(300));
    for (int i = 0; i < 5_000; i++) {
      assertRecorded(store().complete(acquire(key(), terms), outcome("paid"), ttl));
    }
    assertComesBackUnderTraffic(ttl);
  }

  /** After {@code ends} everything held has expired; as many new claims must bring it down. */
  private void assertComesBackUnderTraffic(Duration ends) {
    assertThat(store().stats().entries()).isPositive();
    advance(ends);
    Duration ttl = Duration.ofMillis(10);
    for (int i = 0; i < 5_000; i++) {
      assertRecorded(store().complete(acquire(key()), outcome("paid"), ttl));
      advance(Duration.ofMillis(1));
    }
    assertThat(store().stats().entries()).isLessThanOrEqualTo(fixture().sweepSlack() + 10);
    assertThat(store().stats().expired())
        .isGreaterThanOrEqualTo(10_000 - fixture().sweepSlack() - 10);
  }

  @Test
  @DisplayName("under steady load a store holds what its ttl admits, plus the slack that it states")
  void steadyLoadHoldsWhatTheTtlAdmits() {
    requires(Capability.EXACT_STATS, Capability.MANUAL_CLOCK);
    Duration ttl = Duration.ofSeconds(2);
    for (int i = 0; i < 20_000; i++) {
      assertRecorded(store().complete(acquire(key()), outcome("paid"), ttl));
      advance(Duration.ofMillis(1));
      if (i % 500 == 0) {
        assertThat(store().stats().entries()).isLessThanOrEqualTo(2_000 + fixture().sweepSlack());
      }
    }
  }

  @Test
  @DisplayName("steady claims and releases leave nothing behind")
  void releasesLeaveNothing() {
    requires(Capability.EXACT_STATS);
    for (int i = 0; i < 5_000; i++) {
      assertThat(store().release(acquire(key()))).isTrue();
    }
    assertThat(store().stats().entries()).isZero();
  }
}
