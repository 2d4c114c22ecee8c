package io.github.semel.http.jdk;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.github.semel.Limits;
import io.github.semel.http.HttpIdempotency;
import java.io.IOException;

/**
 * {@link IdempotentHandler} as a filter, for a context without an authenticator: {@code
 * context.getFilters().add(filter)}. This server authenticates only after all filters, so that here
 * nobody is known yet; give the rules a {@link io.github.semel.http.CallerScope}, or put an {@link
 * IdempotentHandler} behind the authenticator. Safe for any thread.
 */
public final class IdempotencyFilter extends Filter {

  private final HttpIdempotency idempotency;

  /** A filter with these rules, which stay the caller's to close. */
  public IdempotencyFilter(HttpIdempotency idempotency) {
    this.idempotency = Limits.requireNonNull("idempotency", idempotency);
  }

  @Override
  public String description() {
    return "executes requests with the same Idempotency-Key once";
  }

  /**
   * Serves the request.
   *
   * @throws IllegalStateException when the context has an authenticator, which could take another
   *     caller's response for this one's
   */
  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    if (exchange.getHttpContext().getAuthenticator() != null) {
      throw new IllegalStateException(
          "the context has an authenticator, which runs after its filters: use an"
              + " IdempotentHandler around the handler");
    }
    new IdempotentHandler(idempotency, chain::doFilter).handle(exchange);
  }
}
