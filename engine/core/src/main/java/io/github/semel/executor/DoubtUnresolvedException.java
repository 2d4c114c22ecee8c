package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** The resolver could not tell what became of an earlier attempt. The next claim asks it again. */
public final class DoubtUnresolvedException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  DoubtUnresolvedException(String key, Throwable cause) {
    super(
        "the resolver cannot tell what became of an earlier attempt at key \"" + key + "\"", cause);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
