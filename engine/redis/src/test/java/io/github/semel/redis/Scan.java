package io.github.semel.redis;

import io.github.semel.IdempotencyStore;
import io.github.semel.PendingPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All pages of a scan of pending records. */
final class Scan {

  private Scan() {}

  static List<String> keys(IdempotencyStore store, Duration olderThan) {
    List<String> keys = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      PendingPage page = store.pending(olderThan, 100, cursor.orElse(null));
      page.records().forEach(record -> keys.add(record.key()));
      cursor = page.next();
    } while (cursor.isPresent());
    return keys;
  }
}
