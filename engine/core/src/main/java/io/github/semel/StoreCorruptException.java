package io.github.semel;

import org.jspecify.annotations.Nullable;

/** The record of a key cannot be read, or is of a newer format. Never taken for an absent key. */
public final class StoreCorruptException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /** An exception for the record of {@code key}. */
  public StoreCorruptException(String key, String reason, @Nullable Throwable cause) {
    super("the record of key \"" + key + "\" is unreadable: " + reason, cause);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
