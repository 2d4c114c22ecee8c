package io.github.semel.http.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** An asynchronous cycle that is completed for the client only once its response is recorded. */
final class HeldAsync implements AsyncContext {

  private final AsyncContext context;
  private final ServletCall call;

  HeldAsync(AsyncContext context, ServletCall call) {
    this.context = context;
    this.call = call;
  }

  @Override
  public void complete() {
    if (call.isCompleted()) {
      throw new IllegalStateException("the asynchronous request was completed before");
    }
    call.completed();
  }

  @Override
  public void dispatch() {
    call.handedBack();
    context.dispatch();
  }

  @Override
  public void dispatch(String path) {
    call.handedBack();
    context.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext target, String path) {
    call.handedBack();
    context.dispatch(target, path);
  }

  @Override
  public ServletRequest getRequest() {
    return context.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return context.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return context.hasOriginalRequestAndResponse();
  }

  @Override
  public void start(Runnable run) {
    context.start(run);
  }

  @Override
  public void addListener(AsyncListener listener) {
    context.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    context.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return context.createListener(type);
  }

  @Override
  public void setTimeout(long timeout) {
    context.setTimeout(timeout);
  }

  @Override
  public long getTimeout() {
    return context.getTimeout();
  }
}
