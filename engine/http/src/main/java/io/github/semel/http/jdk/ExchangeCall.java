package io.github.semel.http.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import io.github.semel.http.HandlerRequest;
import io.github.semel.http.HandlerResponse;
import io.github.semel.http.HeaderLine;
import io.github.semel.http.HttpCall;
import io.github.semel.http.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One exchange of the JDK's server. */
final class ExchangeCall implements HttpCall {

  private static final Logger LOGGER = System.getLogger(ExchangeCall.class.getName());

  private final HttpExchange exchange;
  private final HttpHandler handler;
  private @Nullable HeldExchange held;

  ExchangeCall(HttpExchange exchange, HttpHandler handler) {
    this.exchange = exchange;
    this.handler = handler;
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String path() {
    return exchange.getRequestURI().getRawPath();
  }

  @Override
  public Optional<String> query() {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery());
  }

  @Override
  public List<String> headers(String name) {
    List<String> lines = exchange.getRequestHeaders().get(name);
    return lines == null ? List.of() : lines;
  }

  @Override
  public Optional<String> principal() {
    return Optional.ofNullable(exchange.getPrincipal()).map(HttpPrincipal::getName);
  }

  @Override
  public InputStream body() {
    return exchange.getRequestBody();
  }

  @Override
  public void pass() throws IOException {
    handler.handle(exchange);
  }

  @Override
  public CompletionStage<HandlerResponse> perform(HandlerRequest request) throws IOException {
    HeldExchange holding = new HeldExchange(exchange, request);
    held = holding;
    try {
      handler.handle(holding);
    } catch (Throwable e) {
      if (!holding.breakOff(e)) {
        throw e;
      }
    }
    holding.handlerReturned();
    return holding.response();
  }

  @Override
  public void setHeader(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  @Override
  public void release() throws IOException {
    if (held != null) {
      held.release();
    }
  }

  @Override
  public void send(StoredResponse response) throws IOException {
    if (exchange.getResponseCode() != -1) {
      // The handler's own response is on its way, and cannot be taken back.
      exchange.close();
      return;
    }
    if (held != null) {
      held.forgetHeaders();
    }
    // In place of what a filter in front has set: what is recorded has that in it.
    response.headers().forEach(line -> exchange.getResponseHeaders().remove(line.name()));
    for (HeaderLine line : response.headers()) {
      exchange.getResponseHeaders().add(line.name(), line.value());
    }
    exchange.sendResponseHeaders(
        response.status(), response.length() == 0 ? -1 : response.length());
    try (OutputStream out = exchange.getResponseBody()) {
      response.writeTo(out);
    }
  }

  @Override
  public void fail(Throwable failure) {
    LOGGER.log(Level.WARNING, "An exchange failed after its handler had returned", failure);
    exchange.close();
  }
}
