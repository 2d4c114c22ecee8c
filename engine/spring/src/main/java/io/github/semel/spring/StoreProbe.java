package io.github.semel.spring;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the store for a record, as the health of the application has it. */
final class StoreProbe {

  /** No claim has it: those of the filter and of the methods begin with a length. */
  private static final String KEY = "health";

  private StoreProbe() {}

  /**
   * What there is to say of a store that answers.
   *
   * @throws io.github.semel.IdempotencyException when it does not
   */
  static Map<String, Object> details(StoreInUse inUse) {
    IdempotencyStore store = inUse.store();
    store.find(KEY);
    StoreStats stats = store.stats();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("store", inUse.name());
    details.put("records", stats.entries());
    stats.maxEntries().ifPresent(bound -> details.put("maxRecords", bound));
    return details;
  }
}
