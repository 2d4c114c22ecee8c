package io.github.semel.client;

import java.io.IOException;

/** The attempt was not made: the server has failed too often, and is left alone for a while. */
public final class CircuitOpenException extends IOException {

  private static final long serialVersionUID = 1L;

  CircuitOpenException() {
    super("the server is left alone for a while; nothing was sent");
  }
}
