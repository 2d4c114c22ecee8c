package io.github.semel.redis;

/** The contract on a cluster, calls combined. */
class ClusterCombiningContractTest extends RedisStoreContract {

  @Override
  RedisStoreBuilder builder() {
    return Servers.store(Servers.cluster());
  }
}
