package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** The thread was interrupted while it waited for a running request. Its interrupt flag is set. */
public final class WaitInterruptedException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  WaitInterruptedException(String key, InterruptedException cause) {
    super("interrupted while waiting for key \"" + key + "\"", cause);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
