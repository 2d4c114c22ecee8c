package io.github.semel.http.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The parameters of a form that was read as bytes. */
final class FormParameters {

  private FormParameters() {}

  /** Whether the body is a form. */
  static boolean isForm(HttpServletRequest request) {
    // Not getContentType(), which Jetty answers with an exception when it does not know the
    // charset.
    String type = request.getHeader("Content-Type");
    if (type == null) {
      return false;
    }
    int parameters = type.indexOf(';');
    String media = parameters < 0 ? type : type.substring(0, parameters);
    return media.strip().equalsIgnoreCase("application/x-www-form-urlencoded");
  }

  /** A form with these parameters. */
  static byte[] write(Map<String, String[]> parameters) {
    StringJoiner form = new StringJoiner("&");
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            form.add(
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    return form.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Those of the query, then those of the body. Names and values that are not encoded properly are
   * taken as they are.
   */
  static Map<String, String[]> of(Map<String, String[]> query, byte[] body, Charset charset) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    query.forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
    for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        all.computeIfAbsent(decoded(name, charset), unused -> new ArrayList<>())
            .add(decoded(value, charset));
      }
    }
    Map<String, String[]> parameters = new LinkedHashMap<>();
    all.forEach((name, values) -> parameters.put(name, values.toArray(new String[0])));
    return Collections.unmodifiableMap(parameters);
  }

  private static String decoded(String text, Charset charset) {
    try {
      return URLDecoder.decode(text, charset);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
