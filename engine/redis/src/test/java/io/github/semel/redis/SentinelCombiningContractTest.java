package io.github.semel.redis;

/** The contract on the master that Sentinels name, calls combined. */
class SentinelCombiningContractTest extends RedisStoreContract {

  @Override
  RedisStoreBuilder builder() {
    return Servers.store(Servers.replication());
  }
}
