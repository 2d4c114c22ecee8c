package io.github.semel;

/**
 * The store was used after it was closed, and nothing took place; or it was closed while it was
 * used. Then the message and the cause say whether the operation may have taken place.
 */
public final class StoreClosedException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  /** An exception that names the store. */
  public StoreClosedException(String store) {
    super(store + " is closed", null);
  }

  /** An exception for an operation under way, which failed because the store was closed. */
  public StoreClosedException(String store, StoreUnavailableException failure) {
    super(store + " was closed meanwhile: " + failure.getMessage(), failure);
  }
}
