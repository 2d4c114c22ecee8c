package io.github.semel.redis;

import java.time.Duration;

/** The contract on one server, over a pool. */
class StandalonePoolingContractTest extends RedisStoreContract {

  @Override
  RedisStoreBuilder builder() {
    return Servers.store(Servers.standalone()).pooling(8, Duration.ofSeconds(10));
  }
}
