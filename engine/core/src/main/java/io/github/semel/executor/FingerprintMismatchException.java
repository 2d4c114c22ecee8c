package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** The key is in use for a request that says something else. The work was not done. */
public final class FingerprintMismatchException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  FingerprintMismatchException(String key) {
    super("key \"" + key + "\" is in use for a request with another fingerprint", null);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
