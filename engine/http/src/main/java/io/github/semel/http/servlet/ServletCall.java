package io.github.semel.http.servlet;

import io.github.semel.http.HandlerRequest;
import io.github.semel.http.HandlerResponse;
import io.github.semel.http.HeaderLine;
import io.github.semel.http.HttpCall;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.StoredResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a servlet container, over all its dispatches. One thread at a time, as the
 * container has it.
 */
final class ServletCall implements HttpCall {

  private static final Logger LOGGER = System.getLogger(ServletCall.class.getName());
  private static final String ATTRIBUTE = ServletCall.class.getName();

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final FilterChain chain;
  private final CompletableFuture<HandlerResponse> answer = new CompletableFuture<>();

  private @Nullable HttpExecution execution;
  private @Nullable HeldResponse held;

  private boolean formRead;

  /** The asynchronous cycle that nobody has ended or dispatched yet. */
  private volatile @Nullable AsyncContext open;

  private volatile boolean timedOut;

  /** Set from when the handler asks for a dispatch until that begins. */
  private volatile boolean handedBack;

  /** Set while a dispatch runs, whose failure goes to the container by itself. */
  private boolean dispatching;

  ServletCall(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    this.request = request;
    this.response = response;
    this.chain = chain;
  }

  /** The call that a request belongs to, if it has met the filter before. */
  static Optional<ServletCall> of(ServletRequest request) {
    return Optional.ofNullable((ServletCall) request.getAttribute(ATTRIBUTE));
  }

  Optional<HttpExecution> execution() {
    return Optional.ofNullable(execution);
  }

  // --- the request ---

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return request.getRequestURI();
  }

  @Override
  public Optional<String> query() {
    return Optional.ofNullable(request.getQueryString());
  }

  @Override
  public List<String> headers(String name) {
    Enumeration<String> lines = request.getHeaders(name);
    if (!lines.hasMoreElements()) {
      return List.of();
    }
    String first = lines.nextElement();
    // The usual case, without a list that has room for ten.
    if (!lines.hasMoreElements()) {
      return List.of(first);
    }
    List<String> all = new ArrayList<>(List.of(first));
    lines.asIterator().forEachRemaining(all::add);
    return all;
  }

  @Override
  public Optional<String> principal() {
    return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
  }

  /** The body; of a form that was read by a filter in front, its parameters written anew. */
  @Override
  public InputStream body() throws IOException {
    InputStream stream = request.getInputStream();
    if (!FormParameters.isForm(request)) {
      return stream;
    }
    PushbackInputStream body = new PushbackInputStream(stream);
    int first = body.read();
    if (first >= 0) {
      body.unread(first);
      return body;
    }
    formRead = true;
    return new ByteArrayInputStream(FormParameters.write(request.getParameterMap()));
  }

  /** Whether the container has found the parameters in the body, and finds them again. */
  boolean isFormRead() {
    return formRead;
  }

  // --- the handler ---

  @Override
  public void pass() throws IOException, ServletException {
    chain.doFilter(request, response);
  }

  @Override
  public CompletionStage<HandlerResponse> perform(HandlerRequest handed)
      throws IOException, ServletException {
    execution = handed.execution();
    HeldResponse holding = new HeldResponse(response, handed.maxHeldBytes());
    held = holding;
    request.setAttribute(ATTRIBUTE, this);
    run(new HeldRequest(request, handed, holding, this), holding, chain);
    return answer;
  }

  /**
   * A further pass through the filter: the next dispatch of an asynchronous request, or a second
   * filter in one chain, which has nothing to add.
   */
  void dispatched(ServletRequest to, ServletResponse from, FilterChain next)
      throws IOException, ServletException {
    if (to.getDispatcherType() != DispatcherType.ASYNC || answer.isDone()) {
      next.doFilter(to, from);
      return;
    }
    handedBack = false;
    dispatching = true;
    try {
      run(to, from, next);
    } catch (Throwable e) {
      answer.completeExceptionally(e);
      throw e;
    } finally {
      dispatching = false;
    }
  }

  private void run(ServletRequest to, ServletResponse from, FilterChain next)
      throws IOException, ServletException {
    try {
      next.doFilter(to, from);
    } catch (Throwable e) {
      if (held().isBegun()) {
        end(Optional.of(e));
      }
      if (!answer.isDone()) {
        throw e;
      }
    }
    // In this order: who hands back sets the second before he clears the first.
    if (open == null && !handedBack) {
      end(Optional.empty());
    }
  }

  private void end(Optional<Throwable> broken) {
    answer.complete(held().toResponse(broken, timedOut));
  }

  private HeldResponse held() {
    HeldResponse holding = held;
    if (holding == null) {
      throw new IllegalStateException("nothing was performed");
    }
    return holding;
  }

  // --- the asynchronous handler ---

  /** A cycle begins. */
  HeldAsync opened(AsyncContext context) {
    open = context;
    context.addListener(new EndOfCycle(this));
    return new HeldAsync(context, this);
  }

  /** The handler hands the request back to the container, which will dispatch it. */
  void handedBack() {
    handedBack = true;
    open = null;
  }

  /** The handler is done. */
  void completed() {
    end(Optional.empty());
  }

  boolean isCompleted() {
    return answer.isDone();
  }

  void timedOut() {
    timedOut = true;
  }

  /** The container has ended the exchange, whether or not the handler had. */
  void gone(Throwable reason) {
    open = null;
    answer.completeExceptionally(reason);
  }

  // --- the response ---

  @Override
  public void setHeader(String name, String value) {
    response.setHeader(name, value);
  }

  @Override
  public void release() throws IOException {
    held().release();
    complete();
  }

  @Override
  public void send(StoredResponse stored) throws IOException {
    if (held != null && !response.isCommitted()) {
      held.takeBack();
    }
    if (!response.isCommitted()) {
      write(stored);
    }
    complete();
  }

  private void write(StoredResponse stored) throws IOException {
    response.setStatus(stored.status());
    Set<String> written = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (HeaderLine line : stored.headers()) {
      if (line.name().equalsIgnoreCase("Content-Type")) {
        response.setContentType(line.value());
      } else if (written.add(line.name())) {
        // In place of what a filter in front has set: what is recorded has that in it.
        response.setHeader(line.name(), line.value());
      } else {
        response.addHeader(line.name(), line.value());
      }
    }
    if (stored.kind() == StoredResponse.Kind.ERROR_PAGE) {
      // Without a message the container's page has one of its own; an empty one would take it away.
      response.sendError(stored.status(), stored.length() == 0 ? null : stored.text());
    } else if (stored.length() > 0) {
      response.setContentLength(stored.length());
      OutputStream out = response.getOutputStream();
      stored.writeTo(out);
    }
  }

  private void complete() {
    AsyncContext context = open;
    if (context != null) {
      open = null;
      context.complete();
    }
  }

  @Override
  public void fail(Throwable failure) {
    if (dispatching) {
      return;
    }
    LOGGER.log(Level.WARNING, "A request failed after its handler had returned", failure);
    if (open == null) {
      // The container has ended the exchange, and answered as it does.
      return;
    }
    try {
      if (!response.isCommitted()) {
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    complete();
  }
}
