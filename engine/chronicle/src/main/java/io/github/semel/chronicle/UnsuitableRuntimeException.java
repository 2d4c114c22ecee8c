package io.github.semel.chronicle;

import io.github.semel.StoreUnavailableException;

/**
 * The Java runtime lacks what Chronicle Map needs: a JDK, and some flags. The message has the flags
 * to paste.
 */
public final class UnsuitableRuntimeException extends StoreUnavailableException {

  private static final long serialVersionUID = 1L;

  UnsuitableRuntimeException(String message) {
    super(message, null);
  }
}
