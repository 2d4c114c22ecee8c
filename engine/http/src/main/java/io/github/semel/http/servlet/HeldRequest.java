package io.github.semel.http.servlet;

import io.github.semel.http.HandlerRequest;
import io.github.semel.http.HeaderLine;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request as the handler sees it: its body once more, its key, its asynchronous cycles. */
final class HeldRequest extends HttpServletRequestWrapper {

  private final HeldResponse response;
  private final ServletCall call;
  private final Optional<byte[]> body;
  private final Optional<HeaderLine> assignedKey;

  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;
  private @Nullable Map<String, String[]> parameters;

  /** What the handler has said; null for what the request says. */
  private @Nullable String encoding;

  private @Nullable HeldAsync async;

  HeldRequest(
      HttpServletRequest request, HandlerRequest handed, HeldResponse response, ServletCall call) {
    super(request);
    this.response = response;
    this.call = call;
    this.body = handed.body();
    this.assignedKey = handed.assignedKey();
  }

  // --- the body, which was read for its fingerprint ---

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body.isEmpty()) {
      return super.getInputStream();
    }
    if (reader != null) {
      throw new IllegalStateException("getReader() has been called for this request");
    }
    if (stream == null) {
      stream = new RereadBody(body.get(), this);
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (body.isEmpty()) {
      return super.getReader();
    }
    if (reader == null) {
      if (stream != null) {
        throw new IllegalStateException("getInputStream() has been called for this request");
      }
      reader =
          new BufferedReader(new InputStreamReader(new RereadBody(body.get(), this), charset()));
    }
    return reader;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return encoding == null ? super.getCharacterEncoding() : encoding;
  }

  /** Of a body that is held, because the container has seen it read and takes none any more. */
  @Override
  public void setCharacterEncoding(String name) throws UnsupportedEncodingException {
    if (body.isEmpty()) {
      super.setCharacterEncoding(name);
    } else if (reader == null && parameters == null) {
      encoding = Encodings.named(name).name();
    }
  }

  /** Overrides what Servlet 6.1 has added, where that is what runs. */
  public void setCharacterEncoding(Charset wanted) {
    try {
      setCharacterEncoding(wanted.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("a character set that has no name", e);
    }
  }

  private Charset charset() throws UnsupportedEncodingException {
    String said = getCharacterEncoding();
    if (said != null) {
      return Encodings.named(said);
    }
    // JSON has no other; for the rest the servlet specification says what follows.
    return mediaType().endsWith("json") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }

  private String mediaType() {
    String type = getContentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  // --- the parameters of a form, which the container finds no more in the body ---

  @Override
  public Map<String, String[]> getParameterMap() {
    if (body.isEmpty() || !FormParameters.isForm(this) || call.isFormRead()) {
      return super.getParameterMap();
    }
    Map<String, String[]> known = parameters;
    if (known == null) {
      Charset charset = formCharset();
      known = FormParameters.of(super.getParameterMap(), body.get(), charset);
      parameters = known;
    }
    return known;
  }

  /** As Servlet 6.1 has it, parameters in an encoding that is not known are an illegal state. */
  private Charset formCharset() {
    try {
      String said = getCharacterEncoding();
      return said == null ? StandardCharsets.UTF_8 : Encodings.named(said);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("a form in an unknown character encoding", e);
    }
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = getParameterValues(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return getParameterMap().get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  // --- the key that was assigned ---

  private boolean isAssigned(String name) {
    return assignedKey.filter(line -> line.name().equalsIgnoreCase(name)).isPresent();
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isAssigned(name) ? assignedKey.orElseThrow().value() : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isAssigned(name)
        ? Collections.enumeration(List.of(assignedKey.orElseThrow().value()))
        : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    if (assignedKey.isEmpty()) {
      return super.getHeaderNames();
    }
    List<String> names = new ArrayList<>(Collections.list(super.getHeaderNames()));
    names.add(assignedKey.get().name());
    return Collections.enumeration(names);
  }

  // --- asynchronous cycles ---

  /** With the wrappers: the container would give its own, whose response is not held back. */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
    HeldAsync begun = call.opened(super.startAsync(request, answer));
    async = begun;
    return begun;
  }

  @Override
  public AsyncContext getAsyncContext() {
    HeldAsync begun = async;
    return begun == null ? super.getAsyncContext() : begun;
  }

  @Override
  public boolean isAsyncStarted() {
    return super.isAsyncStarted() && !call.isCompleted();
  }
}
