package io.github.semel;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parameters in the query of a store's URI, for providers: {@code ?name=value&name=value}, also
 * where the URI has no path ({@code heap:?maxEntries=1000}). Immutable.
 */
public final class UriParameters {

  private final URI uri;
  private final Map<String, String> values;

  private UriParameters(URI uri, Map<String, String> values) {
    this.uri = uri;
    this.values = values;
  }

  /**
   * Reads the parameters of {@code uri}.
   *
   * @param known the names that may stand there
   * @throws InvalidArgumentException for an unknown name, one without a value, or one given twice
   */
  public static UriParameters of(URI uri, Set<String> known) {
    String text = Limits.requireNonNull("uri", uri).getRawSchemeSpecificPart();
    int start = text.indexOf('?');
    Map<String, String> values = new LinkedHashMap<>();
    if (start >= 0 && start + 1 < text.length()) {
      for (String parameter : text.substring(start + 1).split("&", -1)) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (!known.contains(name)) {
          throw new InvalidArgumentException(
              "uri", shown(uri), "free of parameters other than " + known);
        }
        if (equals < 0 || equals + 1 == parameter.length()) {
          throw new InvalidArgumentException(name, "", "given a value in " + shown(uri));
        }
        String value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
        if (values.put(name, value) != null) {
          throw new InvalidArgumentException(name, value, "given once in " + shown(uri));
        }
      }
    }
    return new UriParameters(uri, values);
  }

  /**
   * Refuses a URI that says more than its scheme and parameters, for stores that are nowhere.
   *
   * @throws InvalidArgumentException when the URI has a path or a fragment
   */
  public void requireNothingElse() {
    String path = uri.getRawSchemeSpecificPart().replaceFirst("\\?.*", "");
    if ((!path.isEmpty() && !path.equals("/")) || uri.getFragment() != null) {
      throw new InvalidArgumentException(
          "uri", uri, uri.getScheme() + ": with parameters alone behind it");
    }
  }

  /** The text called {@code name}, if the URI has it. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The whole number called {@code name}, if the URI has it.
   *
   * @throws InvalidArgumentException when it is no number or lies outside {@code min} to {@code
   *     max}
   */
  public OptionalLong number(String name, long min, long max) {
    String value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Limits.requireRange(name, Long.parseLong(value), min, max));
    } catch (NumberFormatException e) {
      InvalidArgumentException refused =
          new InvalidArgumentException(name, value, "a whole number in " + shown(uri));
      refused.initCause(e);
      throw refused;
    }
  }

  /** For messages: a URI may have a password in it. */
  private static String shown(URI uri) {
    return uri.toString().replaceFirst("//[^/?]*@", "//…@");
  }
}
