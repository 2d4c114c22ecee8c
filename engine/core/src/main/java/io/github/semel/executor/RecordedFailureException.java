package io.github.semel.executor;

import io.github.semel.IdempotencyException;

/** The work was done before and failed for good. Carries what was recorded of the failure. */
public final class RecordedFailureException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final byte[] bytes;

  RecordedFailureException(String key, byte[] bytes) {
    super("key \"" + key + "\" has a recorded failure of " + bytes.length + " bytes", null);
    this.key = key;
    this.bytes = bytes;
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** A copy of the recorded bytes; see {@link FailurePolicy#recording}. */
  public byte[] bytes() {
    return bytes.clone();
  }
}
