package io.github.semel.chronicle;

/** The contract in memory. */
class InMemoryContractTest extends ChronicleStoreContract {

  @Override
  ChronicleMapStoreBuilder builder(long maxEntries) {
    return ChronicleMapStore.inMemory(maxEntries);
  }
}
