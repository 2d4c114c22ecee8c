package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/**
 * The codec cannot read what was recorded, or cannot write what was merged. Nothing was changed.
 */
public final class CodecException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  CodecException(String key, Throwable cause) {
    super("the codec refuses the outcome of key \"" + key + "\"", cause);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
