package io.github.semel.redis;

import java.time.Duration;

/** The contract on the master that Sentinels name, over a pool. */
class SentinelPoolingContractTest extends RedisStoreContract {

  @Override
  RedisStoreBuilder builder() {
    return Servers.store(Servers.replication()).pooling(8, Duration.ofSeconds(10));
  }
}
