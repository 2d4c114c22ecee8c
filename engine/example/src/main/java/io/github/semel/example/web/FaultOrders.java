package io.github.semel.example.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;

/** Takes orders of faults: {@code POST /faults?next=…}. Safe for any thread. */
public final class FaultOrders implements HttpHandler {

  private final FaultQueue<?> faults;

  /** Orders go into {@code faults}. */
  public FaultOrders(FaultQueue<?> faults) {
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      Problems.notFound(exchange);
      return;
    }
    try {
      faults.order(Query.parameter(exchange, "next").orElse(""));
    } catch (IllegalArgumentException e) {
      Problems.send(
          exchange,
          400,
          "faults-to-order",
          "No such fault",
          String.valueOf(e.getMessage()),
          Map.of());
      return;
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
