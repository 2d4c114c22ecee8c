package io.github.semel.testkit.stores;

import io.github.semel.compact.StripedStore;
import io.github.semel.testkit.Capability;
import io.github.semel.testkit.IdempotencyStoreContract;
import io.github.semel.testkit.StoreFixture;

/**
 * The compact in-heap store meets the contract. In another package than the kit, as an
 * implementer's test is.
 */
class StripedStoreContractTest extends IdempotencyStoreContract {

  @Override
  protected StoreFixture fixture() {
    return StoreFixture.of(
        setup -> {
          StripedStore.Builder builder = StripedStore.builder().clock(setup.clock());
          setup.maxEntries().ifPresent(builder::maxEntries);
          return builder.build();
        },
        Capability.values());
  }
}
