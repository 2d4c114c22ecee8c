package io.github.semel.executor;

import io.github.semel.IdempotencyException;
import java.time.Instant;

/** The request is a duplicate, and duplicates are rejected here. */
public final class DuplicateRequestException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final Instant originalAt;

  DuplicateRequestException(String key, Instant originalAt, String what) {
    super("key \"" + key + "\" is a duplicate of a request that " + what + " " + originalAt, null);
    this.key = key;
    this.originalAt = originalAt;
  }

  /** The original's key. */
  public String key() {
    return key;
  }

  /** When the original was completed or, while it is running, about when it was claimed. */
  public Instant originalAt() {
    return originalAt;
  }
}
