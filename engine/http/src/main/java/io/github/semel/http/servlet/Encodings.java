package io.github.semel.http.servlet;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;

/** Character encodings by name, with the exception that the servlet specification has. */
final class Encodings {

  private Encodings() {}

  static Charset named(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      UnsupportedEncodingException unknown = new UnsupportedEncodingException(name);
      unknown.initCause(e);
      throw unknown;
    }
  }
}
