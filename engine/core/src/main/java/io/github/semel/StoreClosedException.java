package io.github.semel;

/** The store was used after it was closed, or closed while it was used. */
public final class StoreClosedException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  /** An exception that names the store. */
  public StoreClosedException(String store) {
    super(store + " is closed", null);
  }
}
