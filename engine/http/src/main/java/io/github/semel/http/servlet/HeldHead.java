package io.github.semel.http.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of a response that is held back. Once it has begun, for the handler, they stay
 * as they are, as where they have been sent: the container, which has sent nothing yet, would take
 * what comes later.
 */
abstract class HeldHead extends HttpServletResponseWrapper {

  /** What the handler says of the body's length; -1 for nothing. */
  private long declared = -1;

  /** What the handler's writer writes; null while it has none. */
  private @Nullable String writerEncoding;

  private boolean begun;

  HeldHead(HttpServletResponse response) {
    super(response);
  }

  /** The handler takes the response for committed from here on. */
  final void begin() {
    begun = true;
  }

  final boolean isBegun() {
    return begun;
  }

  @Override
  public final boolean isCommitted() {
    return begun || super.isCommitted();
  }

  final void requireUncommitted() {
    if (isCommitted()) {
      throw new IllegalStateException("the response is committed");
    }
  }

  /** What the handler says of the body's length; -1 for nothing. */
  final long declared() {
    return declared;
  }

  /** The encoding of a writer that is made now; said aloud, as the container does with its own. */
  final Charset encodingForWriter() throws UnsupportedEncodingException {
    String name = getCharacterEncoding();
    Charset encoding = Encodings.named(name);
    setCharacterEncoding(name);
    writerEncoding = name;
    return encoding;
  }

  /** The handler takes all back that it has said. */
  final void forget() {
    declared = -1;
    writerEncoding = null;
  }

  @Override
  public final void setStatus(int status) {
    if (!isCommitted()) {
      super.setStatus(status);
    }
  }

  @Override
  public final void setHeader(String name, @Nullable String value) {
    if (!isCommitted()) {
      super.setHeader(name, value);
      noteLength(name, value);
      keepEncoding();
    }
  }

  @Override
  public final void addHeader(String name, @Nullable String value) {
    if (!isCommitted()) {
      super.addHeader(name, value);
      noteLength(name, value);
      keepEncoding();
    }
  }

  @Override
  public final void setDateHeader(String name, long date) {
    if (!isCommitted()) {
      super.setDateHeader(name, date);
    }
  }

  @Override
  public final void addDateHeader(String name, long date) {
    if (!isCommitted()) {
      super.addDateHeader(name, date);
    }
  }

  @Override
  public final void setIntHeader(String name, int value) {
    if (!isCommitted()) {
      super.setIntHeader(name, value);
      noteLength(name, String.valueOf(value));
    }
  }

  @Override
  public final void addIntHeader(String name, int value) {
    if (!isCommitted()) {
      super.addIntHeader(name, value);
      noteLength(name, String.valueOf(value));
    }
  }

  @Override
  public final void addCookie(Cookie cookie) {
    if (!isCommitted()) {
      super.addCookie(cookie);
    }
  }

  @Override
  public final void setContentType(String type) {
    if (!isCommitted()) {
      super.setContentType(type);
      keepEncoding();
    }
  }

  /** The container would take it: it does not know that a writer is in use. */
  @Override
  public final void setCharacterEncoding(@Nullable String encoding) {
    if (!isCommitted() && writerEncoding == null) {
      super.setCharacterEncoding(encoding);
    }
  }

  /** Overrides what Servlet 6.1 has added, where that is what runs. */
  public final void setCharacterEncoding(@Nullable Charset encoding) {
    setCharacterEncoding(encoding == null ? null : encoding.name());
  }

  /** A type that is set after the writer was taken says what the writer writes all the same. */
  private void keepEncoding() {
    if (writerEncoding != null) {
      super.setCharacterEncoding(writerEncoding);
    }
  }

  @Override
  public final void setLocale(Locale locale) {
    if (!isCommitted()) {
      super.setLocale(locale);
    }
  }

  @Override
  public final void setContentLength(int length) {
    setContentLengthLong(length);
  }

  @Override
  public final void setContentLengthLong(long length) {
    if (!isCommitted()) {
      super.setContentLengthLong(length);
      declared = length;
    }
  }

  /** A length that is declared as a header; one that is no number is the container's affair. */
  private void noteLength(String name, @Nullable String value) {
    if (name.equalsIgnoreCase("Content-Length")) {
      try {
        declared = value == null ? -1 : Long.parseLong(value);
      } catch (NumberFormatException e) {
        declared = -1;
      }
    }
  }
}
