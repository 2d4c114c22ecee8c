package io.github.semel.http;

import org.jspecify.annotations.Nullable;

/** What was recorded under the key is no response that this version can read. */
final class UnreadableResponseException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableResponseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
