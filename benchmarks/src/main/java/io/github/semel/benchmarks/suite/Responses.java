package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Conditions;
import java.util.SplittableRandom;

/** What requests are answered with. */
final class Responses {

  private Responses() {}

  /** Random bytes of the size that every benchmark uses. */
  static byte[] random(long seed) {
    return random(new SplittableRandom(seed));
  }

  static byte[] random(SplittableRandom random) {
    byte[] response = new byte[Conditions.RESPONSE_BYTES];
    random.nextBytes(response);
    return response;
  }
}
