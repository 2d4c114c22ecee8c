package io.github.semel.redis;

/** The contract on one server, calls combined. */
class StandaloneCombiningContractTest extends RedisStoreContract {

  @Override
  RedisStoreBuilder builder() {
    return Servers.store(Servers.standalone());
  }
}
