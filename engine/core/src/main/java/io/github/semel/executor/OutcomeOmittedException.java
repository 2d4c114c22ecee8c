package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** The work was done before, and its result was too large, not encodable or not to be stored. */
public final class OutcomeOmittedException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  OutcomeOmittedException(String key) {
    super("key \"" + key + "\" was executed, and its result was not recorded", null);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
