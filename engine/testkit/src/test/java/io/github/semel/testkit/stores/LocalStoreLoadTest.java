package io.github.semel.testkit.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreClock;
import io.github.semel.compact.StripedStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.testkit.CheckedStore;
import io.github.semel.testkit.LoadReport;
import io.github.semel.testkit.ManualClock;
import io.github.semel.testkit.MixedLoad;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The in-heap stores under a mixed load, with every answer checked. */
@Tag("load")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LocalStoreLoadTest {

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

  /** A store in this process, with the options that a load sets. */
  private enum Kind {
    HEAP {
      @Override
      IdempotencyStore open(StoreClock clock, long maxEntries) {
        return ConcurrentHashMapStore.builder().clock(clock).maxEntries(maxEntries).build();
      }
    },
    COMPACT {
      @Override
      IdempotencyStore open(StoreClock clock, long maxEntries) {
        return StripedStore.builder().clock(clock).maxEntries(maxEntries).build();
      }
    };

    abstract IdempotencyStore open(StoreClock clock, long maxEntries);
  }

  private static final long PLENTY = 1_000_000_000;

  @ParameterizedTest
  @EnumSource
  @DisplayName("mixed operations from eight threads break nothing")
  void manyKeys(Kind kind) throws InterruptedException {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store = kind.open(clock, PLENTY)) {
      assertUnbroken(
          MixedLoad.of(8, 300_000, 20_000, 1).run(new CheckedStore(store, clock), clock));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("mixed operations on a few hot keys break nothing")
  void fewHotKeys(Kind kind) throws InterruptedException {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store = kind.open(clock, PLENTY)) {
      assertUnbroken(MixedLoad.of(8, 500_000, 4, 2).run(new CheckedStore(store, clock), clock));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("mixed operations on a store that is often full break nothing")
  void fullStore(Kind kind) throws InterruptedException {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store = kind.open(clock, 200)) {
      LoadReport report =
          MixedLoad.of(8, 150_000, 1_000, 3).run(new CheckedStore(store, clock), clock);

      assertUnbroken(report);
      assertThat(report.answers()).containsKey("claim: store full");
      assertThat(store.stats().entries()).isLessThanOrEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("mixed operations under the real clock break nothing")
  void realClock(Kind kind) throws InterruptedException {
    StoreClock clock = StoreClock.monotonic();
    try (IdempotencyStore store = kind.open(clock, PLENTY)) {
      LoadReport report =
          MixedLoad.of(8, 200_000, 2_000, 4).run(new CheckedStore(store, StoreClock.monotonic()));

      assertThat(report.violations()).isEmpty();
      assertThat(report.violationCount()).isZero();
    }
  }

  private static void assertUnbroken(LoadReport report) {
    assertThat(report.violations()).isEmpty();
    assertThat(report.violationCount()).isZero();
    // Not how often: on a few hot keys that is for the machine's scheduler to say.
    assertThat(report.answers()).containsKeys(ANSWERS);
  }
}
