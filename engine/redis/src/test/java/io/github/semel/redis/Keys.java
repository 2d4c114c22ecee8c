package io.github.semel.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** What the tests claim, and for how long. */
final class Keys {

  static final Duration LEASE = Duration.ofMinutes(10);
  static final Duration TTL = Duration.ofHours(1);
  static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);
  static final Fingerprint FINGERPRINT = Fingerprint.of("pay 10 to Ann");

  private Keys() {}

  static String fresh() {
    return UUID.randomUUID().toString();
  }

  static ClaimRequest request(String key) {
    return ClaimRequest.of(key, FINGERPRINT, TERMS);
  }

  static ClaimResult claim(IdempotencyStore store, String key) {
    return store.claim(key, FINGERPRINT, TERMS);
  }

  static Ticket acquire(IdempotencyStore store, String key) {
    ClaimResult result = claim(store, key);
    if (result instanceof ClaimResult.Acquired acquired) {
      return acquired.ticket();
    }
    throw new AssertionError("\"" + key + "\" was not acquired: " + result);
  }

  static Outcome outcome(String text) {
    return Outcome.success(text.getBytes(StandardCharsets.UTF_8));
  }
}
