package io.github.semel;

/**
 * The store has no room for a new key. It goes on serving the keys that it holds, and takes new
 * ones as old ones expire.
 */
public final class StoreFullException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * An exception for the refusal of {@code key}.
   *
   * @param bound what is exhausted, for example {@code maxEntries 1000}
   */
  public StoreFullException(String key, String bound) {
    super("no room for new key \"" + key + "\": the store is full (" + bound + ")", null);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
