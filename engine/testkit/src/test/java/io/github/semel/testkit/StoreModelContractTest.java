package io.github.semel.testkit;

import io.github.semel.IdempotencyStore;
import java.util.Set;

/** The model that stores are compared with meets the contract itself. */
class StoreModelContractTest extends IdempotencyStoreContract {

  private static final int MAX_OUTCOME_BYTES = 1 << 16;

  @Override
  protected StoreFixture fixture() {
    return new StoreFixture() {
      @Override
      public Set<Capability> capabilities() {
        return Set.of(Capability.MANUAL_CLOCK, Capability.BOUNDED, Capability.EXACT_STATS);
      }

      @Override
      public IdempotencyStore open(StoreSetup setup) {
        return new MonitorStore(
            new StoreModel(setup.clock(), setup.maxEntries(), MAX_OUTCOME_BYTES));
      }

      @Override
      public int raceRounds() {
        // One monitor for everything: there is nothing to be found in a race.
        return 200;
      }
    };
  }
}
