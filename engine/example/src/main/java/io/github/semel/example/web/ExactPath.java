package io.github.semel.example.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/**
 * A handler for one path alone: a context of the JDK's server serves everything that begins like
 * its path.
 *
 * @param path the path
 * @param handler what serves it
 */
public record ExactPath(String path, HttpHandler handler) implements HttpHandler {

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals(path)) {
      handler.handle(exchange);
    } else {
      Problems.notFound(exchange);
    }
  }
}
