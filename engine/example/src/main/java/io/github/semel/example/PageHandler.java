package io.github.semel.example;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.semel.example.gateway.Gateway;
import io.github.semel.example.gateway.GatewayClient;
import io.github.semel.example.gateway.GatewayUnansweredException;
import io.github.semel.example.web.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** {@code GET /}, the page, and {@code GET /status}, what it shows. Safe for any thread. */
final class PageHandler implements HttpHandler {

  private final LiveKeys live;
  private final GatewayClient gateway;
  private final byte[] page;

  PageHandler(LiveKeys live, GatewayClient gateway) throws IOException {
    this.live = live;
    this.gateway = gateway;
    try (InputStream in =
        Objects.requireNonNull(PageHandler.class.getResourceAsStream("page.html"))) {
      this.page = in.readAllBytes();
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean get = exchange.getRequestMethod().equals("GET");
    if (get && path.equals("/")) {
      page(exchange);
    } else if (get && path.equals("/status")) {
      status(exchange);
    } else {
      Problems.notFound(exchange);
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/html; charset=utf-8");
    // Nothing from elsewhere: whatever a key holds, it stays text.
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
            + " connect-src 'self'");
    exchange.sendResponseHeaders(200, page.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(page);
    }
  }

  private void status(HttpExchange exchange) throws IOException {
    Map<String, Object> status = new HashMap<>();
    status.put("live", live.snapshot());
    try {
      Gateway.Summary summary = gateway.summary();
      status.put("gateway", summary);
    } catch (GatewayUnansweredException e) {
      // The page says so where the numbers would be.
    }
    Problems.respond(exchange, 200, status);
  }
}
