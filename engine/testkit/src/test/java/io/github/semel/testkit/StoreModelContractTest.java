package io.github.semel.testkit;

/** The model that stores are compared with meets the contract itself. */
class StoreModelContractTest extends IdempotencyStoreContract {

  private static final int MAX_OUTCOME_BYTES = 1 << 16;

  @Override
  protected StoreFixture fixture() {
    return StoreFixture.of(
        setup ->
            new MonitorStore(new StoreModel(setup.clock(), setup.maxEntries(), MAX_OUTCOME_BYTES)),
        Capability.MANUAL_CLOCK,
        Capability.BOUNDED,
        Capability.EXACT_STATS);
  }
}
