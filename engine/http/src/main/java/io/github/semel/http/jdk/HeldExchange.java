package io.github.semel.http.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.github.semel.http.HandlerRequest;
import io.github.semel.http.HandlerResponse;
import io.github.semel.http.HeaderLine;
import io.github.semel.http.HeldBody;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.StoredResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose response is held back: its head until it is released, its body up to a limit.
 * Like any exchange, used by one thread after another.
 */
final class HeldExchange extends HttpExchange {

  /** What {@link HttpExchange#sendResponseHeaders} calls a response without a body. */
  private static final long NO_BODY = -1;

  private final HttpExchange exchange;
  private final HandlerRequest request;
  private final Headers requestHeaders;
  private final List<HeaderLine> headersBefore;
  private final HeldBody body;
  private final CompletableFuture<HandlerResponse> response = new CompletableFuture<>();

  private @Nullable InputStream requestBody;
  private @Nullable OutputStream responseBody;
  private int status = -1;
  private long declared;

  // Both are written by one thread and read by the other, where the handler goes on in its own: the
  // one who writes second ends the response.
  private volatile long written;
  private volatile boolean returned;

  HeldExchange(HttpExchange exchange, HandlerRequest request) {
    this.exchange = exchange;
    this.request = request;
    this.requestHeaders = requestHeaders(exchange, request);
    this.headersBefore = headers();
    this.requestBody = request.body().<InputStream>map(ByteArrayInputStream::new).orElse(null);
    this.body = new HeldBody(request.maxHeldBytes(), this::open);
  }

  private static Headers requestHeaders(HttpExchange exchange, HandlerRequest request) {
    if (request.assignedKey().isEmpty()) {
      return exchange.getRequestHeaders();
    }
    Headers headers = new Headers();
    headers.putAll(exchange.getRequestHeaders());
    HeaderLine line = request.assignedKey().get();
    headers.set(line.name(), line.value());
    return headers;
  }

  HttpExecution execution() {
    return request.execution();
  }

  CompletionStage<HandlerResponse> response() {
    return response;
  }

  // --- the end of the handler's work ---

  /** From here on, a body of the declared length is whole, also when nobody closes it. */
  void handlerReturned() {
    returned = true;
    endWhole();
  }

  private void endWhole() {
    // Read first: what the other thread wrote before it is seen then.
    long count = written;
    if (returned && count > 0 && count == declared) {
      end(Optional.empty());
    }
  }

  /** The handler threw; returns whether its response had begun by then. */
  boolean breakOff(Throwable failure) {
    if (status != -1) {
      end(Optional.of(failure));
    }
    return response.isDone();
  }

  private void end(Optional<Throwable> broken) {
    if (response.isDone()) {
      return;
    }
    boolean whole = broken.isEmpty() && !body.isStreamed();
    StoredResponse made =
        StoredResponse.adopt(
            whole ? StoredResponse.Kind.WHOLE : StoredResponse.Kind.OMITTED,
            status,
            headers(),
            whole ? body.bytes() : new byte[0]);
    response.complete(new HandlerResponse(made, broken, false));
  }

  private List<HeaderLine> headers() {
    List<HeaderLine> lines = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : exchange.getResponseHeaders().entrySet()) {
      for (String value : header.getValue()) {
        lines.add(new HeaderLine(header.getKey(), value));
      }
    }
    return lines;
  }

  // --- the response on the wire ---

  private OutputStream open() throws IOException {
    exchange.sendResponseHeaders(status, declared);
    return exchange.getResponseBody();
  }

  /** Sends what was held back, and ends the exchange. */
  void release() throws IOException {
    if (!body.isStreamed()) {
      exchange.sendResponseHeaders(status, body.length() == 0 ? NO_BODY : body.length());
      if (body.length() > 0) {
        body.writeTo(exchange.getResponseBody());
      }
      exchange.getResponseBody().close();
    } else {
      body.close();
    }
  }

  /** Takes back what the handler has done to the headers: another's response is sent. */
  void forgetHeaders() {
    exchange.getResponseHeaders().clear();
    headersBefore.forEach(line -> exchange.getResponseHeaders().add(line.name(), line.value()));
  }

  // --- what the handler sees ---

  @Override
  public void sendResponseHeaders(int code, long length) throws IOException {
    if (status != -1) {
      throw new IOException("headers already sent");
    }
    status = code;
    declared = isBodyless(code) ? NO_BODY : length;
    if (declared == NO_BODY) {
      end(Optional.empty());
    } else if (length > request.maxHeldBytes() || isStream()) {
      body.stream();
    }
  }

  /** Whose responses this server ends at once, whatever length it was given. */
  private static boolean isBodyless(int code) {
    return code == 204 || code == 304;
  }

  private boolean isStream() {
    String type = exchange.getResponseHeaders().getFirst("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  @Override
  public OutputStream getResponseBody() {
    if (responseBody == null) {
      responseBody = new ResponseBody();
    }
    return responseBody;
  }

  private final class ResponseBody extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (status == -1) {
        throw new IOException("response headers not sent yet");
      }
      if (response.isDone()) {
        throw new IOException("stream closed");
      }
      if (declared > 0 && length > declared - written) {
        throw new IOException("too many bytes to write to stream");
      }
      body.write(bytes, offset, length);
      long count = written + length;
      written = count;
      endWhole();
    }

    @Override
    public void flush() throws IOException {
      if (!response.isDone()) {
        body.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (status == -1) {
        throw new IOException("response headers not sent yet");
      }
      if (response.isDone()) {
        return;
      }
      if (declared > 0 && written < declared) {
        IOException broken = new IOException("insufficient bytes written");
        end(Optional.of(broken));
        throw broken;
      }
      end(Optional.empty());
    }
  }

  @Override
  public void close() {
    if (status == -1) {
      response.completeExceptionally(new IOException("the exchange was closed unanswered"));
    } else if (declared > 0 && written < declared) {
      end(Optional.of(new IOException("the exchange was closed before its response was whole")));
    } else {
      end(Optional.empty());
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return requestHeaders;
  }

  @Override
  public InputStream getRequestBody() {
    return requestBody == null ? exchange.getRequestBody() : requestBody;
  }

  @Override
  public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
    if (in != null) {
      requestBody = in;
    }
    if (out != null) {
      responseBody = out;
    }
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  // --- the rest is the exchange's own ---

  @Override
  public Headers getResponseHeaders() {
    return exchange.getResponseHeaders();
  }

  @Override
  public URI getRequestURI() {
    return exchange.getRequestURI();
  }

  @Override
  public String getRequestMethod() {
    return exchange.getRequestMethod();
  }

  @Override
  public HttpContext getHttpContext() {
    return exchange.getHttpContext();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return exchange.getRemoteAddress();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return exchange.getLocalAddress();
  }

  @Override
  public String getProtocol() {
    return exchange.getProtocol();
  }

  @Override
  public Object getAttribute(String name) {
    return exchange.getAttribute(name);
  }

  @Override
  public void setAttribute(String name, Object value) {
    exchange.setAttribute(name, value);
  }

  @Override
  public HttpPrincipal getPrincipal() {
    return exchange.getPrincipal();
  }
}
