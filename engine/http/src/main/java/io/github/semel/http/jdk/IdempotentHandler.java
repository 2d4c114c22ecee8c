package io.github.semel.http.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.semel.Limits;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.HttpIdempotency;
import java.io.IOException;
import java.util.Optional;

/**
 * Idempotency keys around a handler of the JDK's server. Safe for any thread.
 *
 * <p>The handler may go on in a thread of its own after it has returned, as it may without this:
 * the response is recorded and sent when it has been written to its end or the exchange is closed.
 * One that never ends its response keeps its claim, as it keeps its connection.
 */
public final class IdempotentHandler implements HttpHandler {

  private final HttpIdempotency idempotency;
  private final HttpHandler handler;

  /** {@code handler} under these rules, which stay the caller's to close. */
  public IdempotentHandler(HttpIdempotency idempotency, HttpHandler handler) {
    this.idempotency = Limits.requireNonNull("idempotency", idempotency);
    this.handler = Limits.requireNonNull("handler", handler);
  }

  /** The claim that a handler runs under; empty for a request that was passed. */
  public static Optional<HttpExecution> execution(HttpExchange exchange) {
    return exchange instanceof HeldExchange held ? Optional.of(held.execution()) : Optional.empty();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      idempotency.serve(new ExchangeCall(exchange, handler));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("handlers throw no other checked exceptions", e);
    }
  }
}
