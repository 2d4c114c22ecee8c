package io.github.semel.testkit.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreClock;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.testkit.CheckedStore;
import io.github.semel.testkit.LoadReport;
import io.github.semel.testkit.ManualClock;
import io.github.semel.testkit.MixedLoad;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The in-heap store under a mixed load, with every answer checked. */
@Tag("load")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ConcurrentHashMapStoreLoadTest {

  /** The answers that a load must have met, or it has not tested much. */
  private static final String[] ANSWERS = {
    "claim: acquired",
    "claim: acquired, in doubt",
    "claim: in progress",
    "claim: completed",
    "claim: mismatch",
    "complete: recorded",
    "complete: superseded",
    "renew: true",
    "renew: false",
    "release: true",
    "release: false",
    "find: absent",
    "find: pending",
    "find: completed",
    "amend: true",
    "amend: false",
    "forget: true",
    "forget: false",
    "pending"
  };

  @Test
  @DisplayName("ten million mixed operations from eight threads break nothing")
  void tenMillionOperations() throws InterruptedException {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store = ConcurrentHashMapStore.builder().clock(clock).build()) {
      LoadReport report =
          MixedLoad.of(8, 10_000_000, 20_000, 1).run(new CheckedStore(store, clock), clock);

      assertUnbroken(report);
      assertThat(report.operations()).isGreaterThanOrEqualTo(10_000_000);
    }
  }

  @Test
  @DisplayName("a million mixed operations on a few hot keys break nothing")
  void fewHotKeys() throws InterruptedException {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store = ConcurrentHashMapStore.builder().clock(clock).build()) {
      assertUnbroken(MixedLoad.of(8, 1_000_000, 4, 2).run(new CheckedStore(store, clock), clock));
    }
  }

  @Test
  @DisplayName("mixed operations on a store that is often full break nothing")
  void fullStore() throws InterruptedException {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store =
        ConcurrentHashMapStore.builder().clock(clock).maxEntries(200).build()) {
      LoadReport report =
          MixedLoad.of(8, 300_000, 1_000, 3).run(new CheckedStore(store, clock), clock);

      assertUnbroken(report);
      assertThat(report.answers()).containsKey("claim: store full");
      assertThat(store.stats().entries()).isLessThanOrEqualTo(200);
    }
  }

  @Test
  @DisplayName("a million mixed operations under the real clock break nothing")
  void realClock() throws InterruptedException {
    try (IdempotencyStore store = ConcurrentHashMapStore.create()) {
      LoadReport report =
          MixedLoad.of(8, 1_000_000, 2_000, 4).run(new CheckedStore(store, StoreClock.monotonic()));

      assertThat(report.violations()).isEmpty();
      assertThat(report.violationCount()).isZero();
    }
  }

  private static void assertUnbroken(LoadReport report) {
    assertThat(report.violations()).isEmpty();
    assertThat(report.violationCount()).isZero();
    assertThat(report.answers())
        .allSatisfy((answer, count) -> assertThat(count).as(answer).isGreaterThan(10))
        .containsKeys(ANSWERS);
  }
}
