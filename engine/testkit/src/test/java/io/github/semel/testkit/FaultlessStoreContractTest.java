package io.github.semel.testkit;

/**
 * The store that the faults are put into meets the contract without one; so what catches a fault
 * catches that fault.
 */
class FaultlessStoreContractTest extends IdempotencyStoreContract {

  @Override
  protected StoreFixture fixture() {
    return FaultyStoreContract.fixture(StoreFault.NONE);
  }
}
