package io.github.semel.testkit.stores;

import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.testkit.Capability;
import io.github.semel.testkit.IdempotencyStoreContract;
import io.github.semel.testkit.StoreFixture;

/**
 * The in-heap store meets the contract. In another package than the kit, as an implementer's test
 * is.
 */
class ConcurrentHashMapStoreContractTest extends IdempotencyStoreContract {

  @Override
  protected StoreFixture fixture() {
    return StoreFixture.of(
        setup -> {
          ConcurrentHashMapStore.Builder builder =
              ConcurrentHashMapStore.builder().clock(setup.clock());
          setup.maxEntries().ifPresent(builder::maxEntries);
          return builder.build();
        },
        Capability.values());
  }
}
