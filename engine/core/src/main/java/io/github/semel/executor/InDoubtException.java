package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** An earlier attempt may have taken effect; nobody executes until an operator has decided. */
public final class InDoubtException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  InDoubtException(String key) {
    super(
        "key \""
            + key
            + "\" is in doubt: an earlier attempt may have taken effect, and an operator"
            + " must decide",
        null);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
