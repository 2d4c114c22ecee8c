package io.github.semel.example.gateway;

import java.io.IOException;

/** The gateway was asked and gave no answer: it may have charged, or be about to. */
public final class GatewayUnansweredException extends IOException {

  private static final long serialVersionUID = 1L;

  GatewayUnansweredException(String message) {
    super(message);
  }

  GatewayUnansweredException(String message, Throwable cause) {
    super(message, cause);
  }
}
