package io.github.semel.example.gateway;

/** The gateway charges nothing at present: it said so, or it could not be reached at all. */
public final class GatewayUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GatewayUnavailableException(String message) {
    super(message);
  }
}
