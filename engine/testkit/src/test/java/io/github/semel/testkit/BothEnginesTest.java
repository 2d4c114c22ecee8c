package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** One class that extends the contract brings the tests of both engines, and all of them run. */
class BothEnginesTest {

  @Test
  @DisplayName("jqwik finds the sequences in a class that only extends the contract")
  void sequencesAreFound() {
    Events properties = run("jqwik");

    properties.assertStatistics(events -> events.started(2).succeeded(2));
  }

  @Test
  @DisplayName("a fault fails the sequences, with the calls that led to it")
  void sequencesCanFail() {
    FaultyStoreContract.fault = StoreFault.LAPSED_HOLDER_CANNOT_RENEW;
    try {
      Events properties = run("jqwik");

      assertThat(properties.failed().count()).isPositive();
    } finally {
      FaultyStoreContract.fault = StoreFault.NONE;
    }
  }

  private static Events run(String engine) {
    return EngineTestKit.engine(engine)
        .selectors(selectClass(FaultyStoreContract.class))
        .execute()
        .testEvents();
  }
}
