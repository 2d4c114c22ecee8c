package io.github.semel.spring;

import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.servlet.IdempotencyFilter;
import io.micrometer.observation.Observation;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The filter of {@code semel-http}, with every execution behind it counted and observed. */
final class ExecutionFilter implements Filter {

  static final String SCOPE = "http";

  private final IdempotencyFilter filter;
  private final Executions executions;

  /** Ends the execution of an asynchronous request when its last cycle is over. */
  private static final class EndOfRequest implements AsyncListener {

    private final Executions.Tracked tracked;
    private Optional<Throwable> failure = Optional.empty();

    EndOfRequest(Executions.Tracked tracked) {
      this.tracked = tracked;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      tracked.end(failure);
      tracked.recorded();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
      failure = Optional.ofNullable(event.getThrowable());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // The container forgets the listeners of the cycle before.
      event.getAsyncContext().addListener(this);
    }
  }

  /** What is behind the filter, for one pass of a request. */
  private static final class Handling implements FilterChain {

    private final FilterChain chain;
    private final Executions.Tracked tracked;
    private boolean handedOver;

    Handling(FilterChain chain, Executions.Tracked tracked) {
      this.chain = chain;
      this.tracked = tracked;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      if (request.getDispatcherType() != DispatcherType.REQUEST
          || IdempotencyFilter.execution(request).isEmpty()) {
        chain.doFilter(request, response);
        return;
      }
      try {
        Observation.Scope scope = tracked.begin();
        try (scope) {
          chain.doFilter(request, response);
        }
      } catch (Throwable e) {
        tracked.end(Optional.of(e));
        throw e;
      }
      handedOver = isHandedOver(request);
      if (!handedOver) {
        tracked.end(Optional.empty());
      }
    }

    private boolean isHandedOver(ServletRequest request) {
      if (!request.isAsyncStarted()) {
        return false;
      }
      try {
        request.getAsyncContext().addListener(new EndOfRequest(tracked));
        return true;
      } catch (IllegalStateException e) {
        // Completed by another thread since it was asked.
        return false;
      }
    }

    /** The filter has recorded what a handler answered that did not go on elsewhere. */
    void returned() {
      if (!handedOver) {
        tracked.recorded();
      }
    }
  }

  ExecutionFilter(HttpIdempotency idempotency, Executions executions) {
    this.filter = new IdempotencyFilter(idempotency);
    this.executions = executions;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Handling handling = new Handling(chain, executions.track(SCOPE));
    try {
      filter.doFilter(request, response, handling);
    } finally {
      handling.returned();
    }
  }
}
