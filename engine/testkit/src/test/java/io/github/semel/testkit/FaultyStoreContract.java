package io.github.semel.testkit;

/** The contract against {@link FaultyStore}, run by {@link ContractCatchesFaultsTest}. */
class FaultyStoreContract extends IdempotencyStoreContract {

  /** Which fault the next run is about. */
  static volatile StoreFault fault = StoreFault.NONE;

  @Override
  protected StoreFixture fixture() {
    return fixture(fault);
  }

  static StoreFixture fixture(StoreFault fault) {
    return StoreFixture.of(
        setup -> new FaultyStore(fault, setup.clock(), setup.maxEntries()), Capability.values());
  }
}
