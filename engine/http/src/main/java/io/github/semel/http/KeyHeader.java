package io.github.semel.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the key in a request's headers. By the draft its value is a String of RFC 8941, in quotes;
 * most clients send it bare, and both name the same key.
 */
final class KeyHeader {

  /** Visible, and nothing that has a meaning around a String: a bare key is never a cut one. */
  private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\",;\\\\]]++");

  /** Longer than any key with its quotes and escapes; nothing longer is looked at. */
  private static final int MAX_FIELD = 2_048;

  private final List<String> names;
  private final boolean strict;

  /**
   * @param names the header's, then its aliases
   * @param strict whether a bare key is refused
   */
  KeyHeader(List<String> names, boolean strict) {
    this.names = names;
    this.strict = strict;
  }

  /** What the headers say. */
  sealed interface Reading {

    /** There is no such header. */
    record Absent() implements Reading {}

    /**
     * There is a key.
     *
     * @param line the header as it was sent
     */
    record Found(String key, HeaderLine line) implements Reading {}

    /** There is such a header, and no key in it. */
    record Malformed(String reason) implements Reading {}
  }

  /** The name that the draft gives it, or its user. */
  String name() {
    return names.get(0);
  }

  Reading read(RequestHead head) {
    List<HeaderLine> lines = new ArrayList<>(1);
    for (String name : names) {
      List<String> values = head.headers(name);
      if (values.size() > 1) {
        return new Reading.Malformed(name + " is sent " + values.size() + " times");
      }
      values.forEach(value -> lines.add(new HeaderLine(name, value)));
    }
    if (lines.isEmpty()) {
      return new Reading.Absent();
    }
    HeaderLine first = lines.get(0);
    Optional<String> key = parse(first.value());
    if (key.isEmpty()) {
      return new Reading.Malformed(
          first.name()
              + (strict
                  ? " is not a String in quotes (RFC 8941)"
                  : " is neither a String in quotes (RFC 8941) nor a bare key"));
    }
    for (HeaderLine other : lines.subList(1, lines.size())) {
      if (!parse(other.value()).equals(key)) {
        return new Reading.Malformed(first.name() + " and " + other.name() + " name two keys");
      }
    }
    return new Reading.Found(key.get(), first);
  }

  private Optional<String> parse(String field) {
    if (field.length() > MAX_FIELD) {
      return Optional.empty();
    }
    String stripped = field.strip();
    if (strict || stripped.startsWith("\"")) {
      return StructuredString.parse(field);
    }
    return BARE.matcher(stripped).matches() ? Optional.of(stripped) : Optional.empty();
  }
}
