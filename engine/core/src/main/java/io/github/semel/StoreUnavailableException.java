package io.github.semel;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be reached, timed out, is read-only, loading or failing over. The operation
 * took place once or not at all; sending it again with the same owner or ticket is safe.
 */
public class StoreUnavailableException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  /** An exception whose message says what to do about it. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
