package io.github.semel;

/** The outcome is over the store's limit. Nothing was recorded, and the claim is still held. */
public final class OutcomeTooLargeException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /** An exception for the completion of {@code key}; sizes in bytes. */
  public OutcomeTooLargeException(String key, int length, int maxBytes) {
    super(
        "outcome of key \"" + key + "\" must be at most " + maxBytes + " bytes, but is " + length,
        null);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
