package io.github.semel.redis;

import io.github.semel.StoreUnavailableException;

/**
 * A server is set up so that the store's guarantees cannot hold on it: it evicts keys, or it is too
 * old. Waiting does not help; the message says what to change.
 */
public final class UnsuitableServerException extends StoreUnavailableException {

  private static final long serialVersionUID = 1L;

  UnsuitableServerException(String message) {
    super(message, null);
  }
}
