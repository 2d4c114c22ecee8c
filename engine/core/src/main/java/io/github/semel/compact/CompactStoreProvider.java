package io.github.semel.compact;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreContext;
import io.github.semel.StoreProvider;
import io.github.semel.UriParameters;
import io.github.semel.local.Capacity;
import java.net.URI;
import java.util.Set;

/**
 * Opens {@link StripedStore} for {@code compact:}, with the parameters {@code maxEntries}, {@code
 * maxBytes}, {@code maxOutcomeBytes} and {@code reservedOutcomeBytes}, for example {@code
 * compact:?maxBytes=1000000000}.
 */
public final class CompactStoreProvider implements StoreProvider {

  private static final String MAX_ENTRIES = "maxEntries";
  private static final String MAX_BYTES = "maxBytes";
  private static final String MAX_OUTCOME_BYTES = "maxOutcomeBytes";
  private static final String RESERVED_OUTCOME_BYTES = "reservedOutcomeBytes";

  /** For {@link java.util.ServiceLoader}. */
  public CompactStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("compact");
  }

  @Override
  public boolean takesClock() {
    return true;
  }

  @Override
  public IdempotencyStore open(URI uri, StoreContext context) {
    UriParameters parameters =
        UriParameters.of(
            uri, Set.of(MAX_ENTRIES, MAX_BYTES, MAX_OUTCOME_BYTES, RESERVED_OUTCOME_BYTES));
    parameters.requireNothingElse();
    StripedStore.Builder builder =
        StripedStore.builder().clock(context.clock()).listener(context.listener());
    parameters.number(MAX_ENTRIES, 1, Capacity.UNBOUNDED - 1).ifPresent(builder::maxEntries);
    parameters.number(MAX_BYTES, 1, Capacity.UNBOUNDED - 1).ifPresent(builder::maxBytes);
    parameters
        .number(MAX_OUTCOME_BYTES, 0, StripedStore.LARGEST_OUTCOME)
        .ifPresent(bytes -> builder.maxOutcomeBytes((int) bytes));
    parameters
        .number(RESERVED_OUTCOME_BYTES, 0, StripedStore.LARGEST_OUTCOME)
        .ifPresent(bytes -> builder.reservedOutcomeBytes((int) bytes));
    return builder.build();
  }
}
