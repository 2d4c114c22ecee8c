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

    private final Executions.Running running;
    private Optional<Throwable> failure = Optional.empty();

    EndOfRequest(Executions.Running running) {
      this.running = running;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      running.end(failure);
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

  ExecutionFilter(HttpIdempotency idempotency, Executions executions) {
    this.filter = new IdempotencyFilter(idempotency);
    this.executions = executions;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    filter.doFilter(request, response, (to, from) -> handle(to, from, chain));
  }

  private void handle(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() != DispatcherType.REQUEST
        || IdempotencyFilter.execution(request).isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    Executions.Running running = executions.begin(SCOPE);
    Throwable failure = null;
    Observation.Scope scope = running.openScope();
    try {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      scope.close();
      if (failure != null || !isHandedOver(request, running)) {
        running.end(Optional.ofNullable(failure));
      }
    }
  }

  private static boolean isHandedOver(ServletRequest request, Executions.Running running) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      request.getAsyncContext().addListener(new EndOfRequest(running));
      return true;
    } catch (IllegalStateException e) {
      // Completed by another thread since it was asked.
      return false;
    }
  }
}
