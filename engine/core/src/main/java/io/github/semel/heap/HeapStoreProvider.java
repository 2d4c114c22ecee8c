package io.github.semel.heap;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreContext;
import io.github.semel.StoreProvider;
import io.github.semel.UriParameters;
import io.github.semel.local.Capacity;
import java.net.URI;
import java.util.Set;

/**
 * Opens {@link ConcurrentHashMapStore} for {@code heap:}, with the parameters {@code maxEntries}
 * and {@code maxOutcomeBytes}, for example {@code heap:?maxEntries=1000000}.
 */
public final class HeapStoreProvider implements StoreProvider {

  private static final String MAX_ENTRIES = "maxEntries";
  private static final String MAX_OUTCOME_BYTES = "maxOutcomeBytes";

  /** For {@link java.util.ServiceLoader}. */
  public HeapStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("heap");
  }

  @Override
  public boolean takesClock() {
    return true;
  }

  @Override
  public IdempotencyStore open(URI uri, StoreContext context) {
    UriParameters parameters = UriParameters.of(uri, Set.of(MAX_ENTRIES, MAX_OUTCOME_BYTES));
    parameters.requireNothingElse();
    ConcurrentHashMapStore.Builder builder =
        ConcurrentHashMapStore.builder().clock(context.clock()).listener(context.listener());
    parameters.number(MAX_ENTRIES, 1, Capacity.UNBOUNDED - 1).ifPresent(builder::maxEntries);
    parameters
        .number(MAX_OUTCOME_BYTES, 0, Integer.MAX_VALUE)
        .ifPresent(bytes -> builder.maxOutcomeBytes((int) bytes));
    return builder.build();
  }
}
