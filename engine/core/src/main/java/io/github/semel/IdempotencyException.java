package io.github.semel;

import org.jspecify.annotations.Nullable;

/**
 * What a store or the executor above it cannot do. Bad input is not among its children: that is an
 * {@link InvalidArgumentException}.
 */
public abstract class IdempotencyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For subclasses. */
  protected IdempotencyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
