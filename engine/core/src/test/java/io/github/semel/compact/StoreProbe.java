package io.github.semel.compact;

import java.util.Arrays;

/** Looks into a store for tests. */
final class StoreProbe {

  private StoreProbe() {}

  /** The bytes of the arrays of all stripes. */
  static long heldBytes(StripedStore store) {
    return Arrays.stream(store.stripes()).mapToLong(Stripe::heldBytes).sum();
  }

  /** How many chunks were ever added. */
  static long chunksAdded(StripedStore store) {
    return Arrays.stream(store.stripes()).mapToLong(Stripe::chunksAdded).sum();
  }

  static int stripeNumber(StripedStore store, String key) {
    return (int) Key.of(key, store.hashing()).hash() & (store.stripes().length - 1);
  }

  /** Runs something under the monitors of all stripes. */
  static void holdMonitors(StripedStore store, Runnable task) {
    holdMonitors(store.stripes(), 0, task);
  }

  private static void holdMonitors(Stripe[] stripes, int number, Runnable task) {
    if (number == stripes.length) {
      task.run();
      return;
    }
    synchronized (stripes[number]) {
      holdMonitors(stripes, number + 1, task);
    }
  }
}
