package io.github.semel.http.jdk;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.github.semel.Limits;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.HttpIdempotency;
import java.io.IOException;
import java.util.Optional;

/**
 * Idempotency keys for a context of the JDK's server: {@code context.getFilters().add(filter)},
 * behind the filter or authenticator that finds out who calls. Safe for any thread.
 *
 * <p>A handler may go on in a thread of its own after it has returned, as it may without this
 * filter: the response is recorded and sent when it has been written to its end or the exchange is
 * closed. One that never ends its response keeps its claim, as it keeps its connection.
 */
public final class IdempotencyFilter extends Filter {

  private final HttpIdempotency idempotency;

  /** A filter with these rules, which stay the caller's to close. */
  public IdempotencyFilter(HttpIdempotency idempotency) {
    this.idempotency = Limits.requireNonNull("idempotency", idempotency);
  }

  /** The claim that a handler runs under; empty for a request that was passed. */
  public static Optional<HttpExecution> execution(HttpExchange exchange) {
    return exchange instanceof HeldExchange held ? Optional.of(held.execution()) : Optional.empty();
  }

  @Override
  public String description() {
    return "executes requests with the same Idempotency-Key once";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    try {
      idempotency.serve(new ExchangeCall(exchange, chain));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("handlers throw no other checked exceptions", e);
    }
  }
}
