package io.github.semel;

/**
 * What the surroundings of a store give to the provider that opens it.
 *
 * @param clock the time to go by, where the store can take one; a store whose time is a server's
 *     ignores it
 * @param listener what the store reports to
 */
public record StoreContext(StoreClock clock, StoreListener listener) {

  /** Checks the parts. */
  public StoreContext {
    Limits.requireNonNull("clock", clock);
    Limits.requireNonNull("listener", listener);
  }

  /** The process's monotonic clock and no listener. */
  public static StoreContext standard() {
    return new StoreContext(StoreClock.monotonic(), StoreListener.NONE);
  }
}
