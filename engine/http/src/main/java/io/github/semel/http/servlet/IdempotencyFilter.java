package io.github.semel.http.servlet;

import io.github.semel.Limits;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.HttpIdempotency;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Idempotency keys for a servlet container. Map it behind authentication, in front of what it
 * guards, for the dispatcher types REQUEST and ASYNC, with asynchronous requests supported: {@link
 * #register} does so. Safe for any thread.
 *
 * <p>Handlers may be asynchronous: the response is recorded and sent when the asynchronous request
 * is completed, or at the end of its last dispatch.
 */
public final class IdempotencyFilter implements Filter {

  private final HttpIdempotency idempotency;

  /** A filter with these rules, which stay the caller's to close. */
  public IdempotencyFilter(HttpIdempotency idempotency) {
    this.idempotency = Limits.requireNonNull("idempotency", idempotency);
  }

  /**
   * Adds the filter to a context that is being started, after the filters declared so far.
   *
   * @param urlPatterns what it guards
   * @throws IllegalStateException when the context has such a filter already, or was started
   */
  public static FilterRegistration.Dynamic register(
      ServletContext context, HttpIdempotency idempotency, String... urlPatterns) {
    FilterRegistration.Dynamic registration =
        context.addFilter("idempotency", new IdempotencyFilter(idempotency));
    if (registration == null) {
      throw new IllegalStateException("the context has a filter \"idempotency\" already");
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, urlPatterns);
    return registration;
  }

  /** The claim that a handler runs under; empty for a request that was passed. */
  public static Optional<HttpExecution> execution(ServletRequest request) {
    return ServletCall.of(request).flatMap(ServletCall::execution);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    Optional<ServletCall> earlier = ServletCall.of(request);
    if (earlier.isPresent()) {
      earlier.get().dispatched(request, response, chain);
      return;
    }
    try {
      idempotency.serve(new ServletCall(http, answer, chain));
    } catch (IOException | ServletException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // The failure of an asynchronous handler: a timeout, or what its listener was told.
      throw new ServletException(e);
    }
  }
}
