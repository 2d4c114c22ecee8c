package io.github.semel.example.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Responses in JSON, and problems as RFC 9457 has them. */
public final class Problems {

  private static final String DOCUMENTATION =
      "https://github.com/semel/semel/blob/main/engine/example/README.md#";

  private Problems() {}

  /** Sends {@code body} as JSON, and ends the exchange. */
  public static void respond(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, "application/json", Json.bytes(body));
  }

  /**
   * Sends a problem, and ends the exchange.
   *
   * @param slug what it is: the section of the README about it
   * @param more members beside the usual ones
   */
  public static void send(
      HttpExchange exchange,
      int status,
      String slug,
      String title,
      String detail,
      Map<String, Object> more)
      throws IOException {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", DOCUMENTATION + slug);
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    problem.putAll(more);
    send(exchange, status, "application/problem+json", Json.bytes(problem));
  }

  /** Says that there is nothing there. */
  public static void notFound(HttpExchange exchange) throws IOException {
    send(
        exchange,
        404,
        "not-found",
        "There is nothing there",
        exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
        Map.of());
  }

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
