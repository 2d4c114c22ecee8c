package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.semel.heap.ConcurrentHashMapStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.TestAbortedException;

/** What a store cannot do is seen in the report, and the rest of the contract is run. */
class MissingCapabilityTest {

  /** A store under the real clock, without a bound, that declares its notifier alone. */
  static class ModestStoreContract extends IdempotencyStoreContract {

    @Override
    protected StoreFixture fixture() {
      return StoreFixture.of(
          setup -> {
            assertThat(setup.maxEntries()).isEmpty();
            return ConcurrentHashMapStore.create();
          },
          Capability.SETTLEMENT_NOTIFIER);
    }
  }

  private static Events run(String engine) {
    return EngineTestKit.engine(engine)
        .selectors(selectClass(ModestStoreContract.class))
        .execute()
        .testEvents();
  }

  @Test
  @DisplayName("tests that need a missing capability are aborted by its name, and the others pass")
  void testsAreAborted() {
    Events tests = run("junit-jupiter");

    assertThat(tests.failed().count()).isZero();
    assertThat(tests.skipped().count()).isZero();
    assertThat(tests.succeeded().count()).isGreaterThan(80);
    assertThat(tests.aborted().count()).isGreaterThan(60);
    tests
        .aborted()
        .assertThatEvents()
        .are(
            abortedWithReason(
                instanceOf(TestAbortedException.class),
                message(text -> text.contains("missing capability: "))));
    for (Capability capability :
        new Capability[] {Capability.MANUAL_CLOCK, Capability.BOUNDED, Capability.EXACT_STATS}) {
      tests
          .aborted()
          .assertThatEvents()
          .areAtLeastOne(abortedWithReason(message(text -> text.contains(capability.name()))));
    }
  }

  @Test
  @DisplayName("so are the properties")
  void propertiesAreAborted() {
    Events properties = run("jqwik");

    properties.assertStatistics(events -> events.started(2).aborted(2).failed(0));
    properties
        .aborted()
        .assertThatEvents()
        .are(
            abortedWithReason(message(text -> text.contains("missing capability: [MANUAL_CLOCK"))));
  }
}
