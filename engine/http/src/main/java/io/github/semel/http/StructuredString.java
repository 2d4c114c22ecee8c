package io.github.semel.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A String of RFC 8941 as the item of a header. Parameters may follow it; they must be well-formed,
 * and they say nothing here.
 */
final class StructuredString {

  // Possessive throughout, so that no text makes it try twice.
  private static final String CHARACTERS =
      "(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]++|\\\\[\"\\\\])*+";
  private static final String TOKEN = "[A-Za-z*][!#$%&'*+.^_`|~:/0-9A-Za-z-]*+";
  private static final String NUMBER = "-?(?:\\d{1,12}\\.\\d{1,3}|\\d{1,15})";
  private static final String BARE_ITEM =
      "(?:\"" + CHARACTERS + "\"|" + TOKEN + "|" + NUMBER + "|:[A-Za-z0-9+/=]*+:|\\?[01])";
  private static final String PARAMETER = ";\\x20*+[a-z*][a-z0-9_.*-]*+(?:=" + BARE_ITEM + ")?+";
  private static final Pattern ITEM =
      Pattern.compile("\\x20*+\"(" + CHARACTERS + ")\"(?:" + PARAMETER + ")*+\\x20*+");

  private StructuredString() {}

  /** What the String says; empty where {@code field} is not one. */
  static Optional<String> parse(String field) {
    if (isPlain(field)) {
      return Optional.of(field.substring(1, field.length() - 1));
    }
    Matcher matcher = ITEM.matcher(field);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String text = matcher.group(1);
    return Optional.of(text.indexOf('\\') < 0 ? text : text.replaceAll("\\\\([\"\\\\])", "$1"));
  }

  /** The usual case, for which a pattern would be dear: quotes around, nothing escaped. */
  private static boolean isPlain(String field) {
    int last = field.length() - 1;
    if (last < 1 || field.charAt(0) != '"' || field.charAt(last) != '"') {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = field.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** {@code text}, printable ASCII alone, as a String. */
  static String write(String text) {
    return '"' + text.replaceAll("([\"\\\\])", "\\\\$1") + '"';
  }
}
