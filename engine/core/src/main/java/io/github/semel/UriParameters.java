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
   * @throws InvalidArgumentException for an unknown name, one without a value, or one given twice;
   *     and for a bare {@code @}, which is {@code %40} in a value
   */
  public static UriParameters of(URI uri, Set<String> known) {
    String text = Limits.requireNonNull("uri", uri).getRawSchemeSpecificPart();
    int start = text.indexOf('?');
    String query = start < 0 ? "" : text.substring(start + 1);
    if (query.indexOf('@') >= 0) {
      // The question mark may be one of a password, and what follows the rest of it.
      throw refused(uri.toString(), "free of @ in its parameters, where it is written %40");
    }
    Map<String, String> values = new LinkedHashMap<>();
    if (!query.isEmpty()) {
      String[] parameters = query.split("&", -1);
      for (int i = 0; i < parameters.length; i++) {
        String parameter = parameters[i];
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (!known.contains(name)) {
          // Not by its name: that may be the end of a password, with the @ missing.
          throw refused(
              uri.toString(),
              "free of parameters other than " + known + " (number " + (i + 1) + " is another)");
        }
        if (equals < 0 || equals + 1 == parameter.length()) {
          throw new InvalidArgumentException(name, "", "given a value");
        }
        String value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
        if (values.put(name, value) != null) {
          throw new InvalidArgumentException(name, value, "given once");
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
      throw refused(uri.toString(), uri.getScheme() + ": with parameters alone behind it");
    }
  }

  /** The text called {@code name}, if the URI has it. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The whole number called {@code name}, if the URI has it: digits, and a minus before them or
   * not.
   *
   * @throws InvalidArgumentException when it is no number or lies outside {@code min} to {@code
   *     max}
   */
  public OptionalLong number(String name, long min, long max) {
    String value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    String bound = min + " to " + max;
    if (!value.matches("-?[0-9]+")) {
      throw new InvalidArgumentException(name, value, "a whole number of " + bound);
    }
    try {
      return OptionalLong.of(Limits.requireRange(name, Long.parseLong(value), min, max));
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException(name, value, bound);
    }
  }

  /**
   * What a provider throws for a URI that is wrong. The message shows the scheme alone, with or
   * without its colon: what stands behind that may be a password, also where none belongs. One with
   * a slash, a question mark or a hash in it goes on where the host is thought to have ended, and
   * the {@code @} may be missing.
   *
   * @param bound what would have been accepted
   */
  public static InvalidArgumentException refused(String uri, String bound) {
    String scheme = "[A-Za-z][A-Za-z0-9+.-]*";
    String shown = uri.matches(scheme) ? uri : uri.replaceFirst("(?s)^(" + scheme + ":)?.*", "$1…");
    return new InvalidArgumentException("uri", shown, bound);
  }
}
