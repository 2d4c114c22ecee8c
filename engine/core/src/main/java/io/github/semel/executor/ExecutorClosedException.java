package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** The executor, or the scheduler that it was given, was used after it was closed. */
public final class ExecutorClosedException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  ExecutorClosedException() {
    super("the idempotent executor is closed", null);
  }
}
