package io.github.semel.redis;

import java.time.Duration;

/** The contract on a cluster, over a pool. */
class ClusterPoolingContractTest extends RedisStoreContract {

  @Override
  RedisStoreBuilder builder() {
    return Servers.store(Servers.cluster()).pooling(8, Duration.ofSeconds(10));
  }
}
