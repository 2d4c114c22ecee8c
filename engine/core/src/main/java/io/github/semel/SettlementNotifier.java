package io.github.semel;

/** Tells waiters when a claim is settled, so that they need not poll. Safe for any thread. */
public interface SettlementNotifier {

  /**
   * Calls {@code callback} once: when the pending record that {@code key} has now is completed,
   * released, taken over, forgotten or swept, when its lease is shortened, and at once where it has
   * none or one whose lease has lapsed. That a lease lapses is not announced; whoever waits for
   * that sets a timer.
   *
   * @param callback run by the thread that settled the claim, under no lock; must be short; what it
   *     throws goes to that thread's uncaught exception handler
   */
  Registration onSettled(String key, Runnable callback);

  /** A callback that may be taken back. */
  @FunctionalInterface
  interface Registration {

    /** Forgets the callback. It may be running already. */
    void cancel();
  }
}
