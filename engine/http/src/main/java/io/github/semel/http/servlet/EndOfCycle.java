package io.github.semel.http.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Hears how an asynchronous cycle ends, before the handler's own listeners do. */
final class EndOfCycle implements AsyncListener {

  private final ServletCall call;
  private @Nullable Throwable reason;

  EndOfCycle(ServletCall call) {
    this.call = call;
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    call.timedOut();
    reason = new TimeoutException("the asynchronous request timed out");
  }

  @Override
  public void onError(AsyncEvent event) {
    reason = event.getThrowable();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    Throwable why = reason;
    call.gone(
        why != null
            ? why
            : new IOException(
                "the request was completed behind the filter's back; is the filter mapped for"
                    + " ASYNC dispatches?"));
  }

  /** A new cycle begins; its own listener was added with it. */
  @Override
  public void onStartAsync(AsyncEvent event) {}
}
