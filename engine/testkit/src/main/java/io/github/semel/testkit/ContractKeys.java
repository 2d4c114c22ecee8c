package io.github.semel.testkit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes keys that are used once, so that tests and runs do not meet in a store that they share. */
final class ContractKeys {

  private static final String RUN = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private static final AtomicLong COUNT = new AtomicLong();

  String next() {
    return "contract-" + RUN + "-" + COUNT.incrementAndGet();
  }
}
