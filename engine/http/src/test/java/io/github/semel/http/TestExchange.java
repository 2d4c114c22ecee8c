package io.github.semel.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** An exchange as the handlers of the tests see it, whatever the server. */
interface TestExchange {

  /** What a handler does. */
  @FunctionalInterface
  interface Handler {

    void handle(TestExchange exchange) throws IOException;
  }

  Optional<String> header(String name);

  String body() throws IOException;

  Optional<HttpExecution> execution();

  void setHeader(String name, String value);

  void addHeader(String name, String value);

  /** Answers, and is done. */
  void respond(int status, String body) throws IOException;

  /** Begins a response of unknown length. */
  OutputStream begin(int status) throws IOException;

  /** Has the rest done by another thread, after the handler has returned. */
  void later(Handler rest);
}
