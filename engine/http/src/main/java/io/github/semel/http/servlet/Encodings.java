package io.github.semel.http.servlet;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Character encodings by name, as the servlet specification has them. */
final class Encodings {

  private Encodings() {}

  /**
   * The encoding that a message says it has; null when it says none.
   *
   * @throws UnsupportedEncodingException when nobody knows it, whether that shows here or, as in
   *     Jetty, when the message is asked
   */
  static @Nullable Charset of(Supplier<@Nullable String> name) throws UnsupportedEncodingException {
    try {
      String said = name.get();
      return said == null ? null : Charset.forName(said);
    } catch (IllegalArgumentException e) {
      UnsupportedEncodingException unknown = new UnsupportedEncodingException(e.getMessage());
      unknown.initCause(e);
      throw unknown;
    }
  }
}
