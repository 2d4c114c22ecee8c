package io.github.semel.redis.readme;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.redis.Durability;
import io.github.semel.redis.RedisAddress;
import io.github.semel.redis.RedisStore;
import java.time.Duration;
import java.util.List;

/** The code in the README of this module, as it compiles. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  /** In the README of the project. */
  static IdempotencyStore standalone() {
    IdempotencyStore store = RedisStore.standalone("127.0.0.1", 6379).build();
    return store;
  }

  static ClaimResult sentinel(String password, String key, String body, ClaimTerms terms) {
    try (IdempotencyStore store =
        RedisStore.sentinel("payments", List.of(RedisAddress.parse("sentinel-1", 26379)))
            .credentials("payments", password)
            .durability(Durability.replicas(1, Duration.ofMillis(100)))
            .build()) {
      ClaimResult result = store.claim(key, Fingerprint.of(body), terms);
      return result;
    }
  }
}
