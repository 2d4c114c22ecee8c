package io.github.semel.testkit;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreContext;
import io.github.semel.StoreProvider;
import io.github.semel.UriParameters;
import java.net.URI;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Opens {@link FaultyStore} for {@code faulty:NAME_OF_THE_FAULT}, with the parameter {@code
 * maxEntries}, so that other kinds of evidence can be shown stores that are broken.
 */
public final class FaultyStoreProvider implements StoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public FaultyStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("faulty");
  }

  @Override
  public boolean takesClock() {
    return true;
  }

  @Override
  public IdempotencyStore open(URI uri, StoreContext context) {
    UriParameters parameters = UriParameters.of(uri, Set.of("maxEntries"));
    String fault = uri.getSchemeSpecificPart().replaceFirst("\\?.*", "");
    OptionalLong maxEntries = parameters.number("maxEntries", 1, Integer.MAX_VALUE);
    return new FaultyStore(StoreFault.valueOf(fault), context.clock(), maxEntries);
  }
}
