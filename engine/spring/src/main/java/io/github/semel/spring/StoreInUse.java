package io.github.semel.spring;

import io.github.semel.IdempotencyStore;
import io.github.semel.ObservedStore;
import io.github.semel.StoreListener;

/**
 * The application's one store, as the filter and the methods use it.
 *
 * @param name what meters call it
 * @param store told of to all listeners
 */
record StoreInUse(String name, IdempotencyStore store) {

  /** {@code store} under the listeners, each on its own: none keeps another from hearing. */
  static IdempotencyStore observed(IdempotencyStore store, Iterable<StoreListener> listeners) {
    IdempotencyStore observed = store;
    for (StoreListener listener : listeners) {
      observed = ObservedStore.of(observed, listener);
    }
    return observed;
  }
}
