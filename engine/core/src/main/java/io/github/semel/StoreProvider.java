package io.github.semel;

import java.net.URI;
import java.util.Set;

/**
 * Opens stores by URI; found by {@link java.util.ServiceLoader}. A provider makes its store known
 * to the benchmarks, the stress tests and everything else that names stores by URI. Safe for any
 * thread.
 */
public interface StoreProvider {

  /** The URI schemes that this provider opens, in lower case. */
  Set<String> schemes();

  /** Whether its stores go by {@link StoreContext#clock}. */
  boolean takesClock();

  /**
   * Opens a store.
   *
   * @param uri the part after the scheme is the provider's to define; parameters stand in a query
   * @throws InvalidArgumentException when the URI names a parameter that is unknown or out of its
   *     bounds
   * @throws StoreUnavailableException when the store cannot be reached
   */
  IdempotencyStore open(URI uri, StoreContext context);
}
