package io.github.semel.benchmarks.redis.contender;

import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.benchmarks.contender.Conditions;
import java.time.Duration;
import java.util.SplittableRandom;

/** What every contender takes its keys on. */
final class Terms {

  static final Duration LEASE = Duration.ofMinutes(10);
  static final Duration TTL = Duration.ofMinutes(1);
  static final ClaimTerms CLAIM = ClaimTerms.of(LEASE, TTL);
  static final Fingerprint FINGERPRINT = Fingerprint.of("pay 10 EUR");

  /** What operations are completed with. */
  static final byte[] RESPONSE = new byte[Conditions.RESPONSE_BYTES];

  static {
    new SplittableRandom(20_260_101).nextBytes(RESPONSE);
  }

  private Terms() {}
}
