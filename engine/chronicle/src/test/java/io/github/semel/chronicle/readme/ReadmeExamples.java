package io.github.semel.chronicle.readme;

import io.github.semel.IdempotencyStore;
import io.github.semel.chronicle.ChronicleMapStore;
import java.nio.file.Path;

/** The code in the README of this module, as it compiles. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  static IdempotencyStore open() {
    IdempotencyStore store =
        ChronicleMapStore.file(Path.of("/var/lib/shop/payments"), 10_000_000)
            .reservedOutcomeBytes(256)
            .open();
    return store;
  }
}
