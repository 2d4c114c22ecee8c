package io.github.semel.http.servlet;

import io.github.semel.http.HandlerResponse;
import io.github.semel.http.HeaderLine;
import io.github.semel.http.HeldBody;
import io.github.semel.http.StoredResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response whose body is held back up to a limit; what the handler flushes is held as well, so
 * that a framework that flushes everything can be replayed, but for event streams.
 */
final class HeldResponse extends HeldHead {

  private final HttpServletResponse response;
  private final HeldBody body;
  private final int limit;
  private final List<HeaderLine> headersBefore;

  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private @Nullable String errorMessage;

  private long written;

  /** Whether the handler has ended it: what is written from then on is nobody's. */
  private boolean ended;

  /** Set while the writer gives up what it has, which is no flush of the handler's. */
  private boolean emptyingWriter;

  HeldResponse(HttpServletResponse response, int limit) {
    super(response);
    this.response = response;
    this.limit = limit;
    this.headersBefore = headers();
    this.body = new HeldBody(limit, this::open);
  }

  private OutputStream open() throws IOException {
    begin();
    return response.getOutputStream();
  }

  private List<HeaderLine> headers() {
    List<HeaderLine> lines = new ArrayList<>();
    for (String name : response.getHeaderNames()) {
      for (String value : response.getHeaders(name)) {
        lines.add(new HeaderLine(name, value));
      }
    }
    return lines;
  }

  // --- for the call ---

  /** What the handler has answered. */
  HandlerResponse toResponse(Optional<Throwable> thrown, boolean timedOut) {
    if (writer != null) {
      writer.flush();
    }
    Optional<Throwable> broken = thrown.or(this::missing);
    StoredResponse.Kind kind = StoredResponse.Kind.WHOLE;
    byte[] bytes = {};
    if (broken.isPresent() || body.isStreamed()) {
      kind = StoredResponse.Kind.OMITTED;
    } else if (errorMessage != null) {
      kind = StoredResponse.Kind.ERROR_PAGE;
      bytes = errorMessage.getBytes(StandardCharsets.UTF_8);
    } else {
      bytes = body.bytes();
    }
    StoredResponse made = StoredResponse.adopt(kind, getStatus(), headers(), bytes);
    return new HandlerResponse(made, broken, timedOut);
  }

  /** Why less was written than declared; the container would break such a response off, too. */
  private Optional<Throwable> missing() {
    int status = getStatus();
    boolean bodyless = status == SC_NO_CONTENT || status == SC_NOT_MODIFIED;
    long declared = declared();
    return written < declared && !bodyless && errorMessage == null
        ? Optional.of(
            new IOException(
                "the handler declared " + declared + " bytes and has written " + written))
        : Optional.empty();
  }

  /** Sends what was held back. */
  void release() throws IOException {
    if (errorMessage != null) {
      response.sendError(getStatus(), errorMessage.isEmpty() ? null : errorMessage);
    } else if (!body.isStreamed() && body.length() > 0) {
      body.writeTo(response.getOutputStream());
    }
  }

  /** Takes back what the handler has done: another's response is sent. */
  void takeBack() {
    resetHead();
  }

  /** Back to what there was before the handler: the key that is sent back, and others' headers. */
  private void resetHead() {
    response.reset();
    headersBefore.forEach(line -> response.addHeader(line.name(), line.value()));
  }

  // --- for the handler ---

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("getWriter() has been called for this response");
    }
    if (stream == null) {
      stream = new Output();
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws UnsupportedEncodingException {
    if (writer == null) {
      if (stream != null) {
        throw new IllegalStateException("getOutputStream() has been called for this response");
      }
      writer = new PrintWriter(new OutputStreamWriter(new Output(), encodingForWriter()));
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    flush();
    if (body.isStreamed()) {
      super.flushBuffer();
    }
  }

  private void flush() throws IOException {
    if (emptyingWriter) {
      return;
    }
    begin();
    String type = getContentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
      body.stream();
    }
    body.flush();
  }

  private void emptyWriter() {
    if (writer != null) {
      emptyingWriter = true;
      writer.flush();
      emptyingWriter = false;
    }
  }

  private void endNow() {
    emptyWriter();
    begin();
    ended = true;
  }

  @Override
  public void resetBuffer() {
    requireUncommitted();
    emptyWriter();
    body.reset();
    written = 0;
  }

  @Override
  public void reset() {
    resetBuffer();
    writer = null;
    stream = null;
    forget();
    resetHead();
  }

  @Override
  public void setBufferSize(int size) {
    requireUncommitted();
  }

  @Override
  public int getBufferSize() {
    return limit;
  }

  @Override
  public void sendError(int status) {
    sendError(status, null);
  }

  @Override
  public void sendError(int status, @Nullable String message) {
    resetBuffer();
    setStatus(status);
    errorMessage = message == null ? "" : message;
    endNow();
  }

  @Override
  public void sendRedirect(String location) {
    sendRedirect(location, SC_FOUND, true);
  }

  /** Overrides what Servlet 6.1 has added, where that is what runs. */
  public void sendRedirect(String location, int status, boolean clearBuffer) {
    if (clearBuffer) {
      resetBuffer();
    }
    requireUncommitted();
    setStatus(status);
    setHeader("Location", location);
    endNow();
  }

  private final class Output extends ServletOutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (ended) {
        return;
      }
      // A body is whole when it has what was declared; what comes then is too late as well.
      long room = declared() < 0 ? length : Math.max(0, declared() - written);
      int count = (int) Math.min(length, room);
      body.write(bytes, offset, count);
      written += count;
    }

    @Override
    public void flush() throws IOException {
      HeldResponse.this.flush();
    }

    @Override
    public void close() throws IOException {
      flush();
      ended = true;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    /** There is always room: the listener is told so once, by whoever sets it. */
    @Override
    public void setWriteListener(WriteListener listener) {
      try {
        listener.onWritePossible();
      } catch (IOException | RuntimeException e) {
        listener.onError(e);
      }
    }
  }
}
