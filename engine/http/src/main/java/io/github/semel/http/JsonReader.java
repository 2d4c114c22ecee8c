package io.github.semel.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads JSON as RFC 8259 has it, and nothing that is merely close: no comments, no trailing commas,
 * no name twice in an object, no bytes that are not UTF-8, no more than {@value #MAX_DEPTH} levels.
 * A reader of our own because what counts here is what two readers may understand differently, and
 * because the services have their own libraries, of which no two versions agree.
 */
final class JsonReader {

  /** How deep a value may be nested. */
  static final int MAX_DEPTH = 100;

  private final String text;
  private int at;

  /** It is not JSON; only seen here. */
  private static final class NotJson extends Exception {

    private static final long serialVersionUID = 1L;

    NotJson() {
      super(null, null, false, false);
    }
  }

  private JsonReader(String text) {
    this.text = text;
  }

  /** The value; empty where the bytes are not JSON. O(n log n) in their number. */
  static Optional<JsonValue> read(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonReader reader = new JsonReader(text);
      JsonValue value = reader.value(0);
      reader.skipSpace();
      return reader.at == text.length() ? Optional.of(value) : Optional.empty();
    } catch (CharacterCodingException | NotJson e) {
      return Optional.empty();
    }
  }

  private JsonValue value(int depth) throws NotJson {
    skipSpace();
    char first = peek();
    if (first == '{') {
      return object(depth + 1);
    }
    if (first == '[') {
      return array(depth + 1);
    }
    if (first == '"') {
      return new JsonValue.Scalar(JsonText.quoted(string()));
    }
    for (String word : List.of("true", "false", "null")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return new JsonValue.Scalar(word);
      }
    }
    return new JsonValue.Scalar(number());
  }

  private JsonValue object(int depth) throws NotJson {
    enter(depth);
    SortedMap<String, JsonValue> members = new TreeMap<>();
    if (!takes('}')) {
      do {
        skipSpace();
        String name = string();
        expect(':');
        if (members.put(name, value(depth)) != null) {
          throw new NotJson();
        }
      } while (takes(','));
      expect('}');
    }
    return new JsonValue.Members(members);
  }

  private JsonValue array(int depth) throws NotJson {
    enter(depth);
    List<JsonValue> items = new ArrayList<>();
    if (!takes(']')) {
      do {
        items.add(value(depth));
      } while (takes(','));
      expect(']');
    }
    return new JsonValue.Items(items);
  }

  private void enter(int depth) throws NotJson {
    if (depth > MAX_DEPTH) {
      throw new NotJson();
    }
    at++;
  }

  private String string() throws NotJson {
    if (peek() != '"') {
      throw new NotJson();
    }
    at++;
    StringBuilder out = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < 0x20) {
        throw new NotJson();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() throws NotJson {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw new NotJson();
    };
  }

  private int hex() throws NotJson {
    char c = next();
    // Not Character.digit, which takes the digits of every script.
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw new NotJson();
    }
    return digit;
  }

  /**
   * A number, exactly: 1, 1.0 and 10e-1 are one, and no two amounts become one by rounding. In text
   * and in one pass, because a number may have as many digits as a body has bytes.
   */
  private String number() throws NotJson {
    boolean negative = at < text.length() && text.charAt(at) == '-';
    if (negative) {
      at++;
    }
    String whole = digits();
    if (whole.length() > 1 && whole.charAt(0) == '0') {
      throw new NotJson();
    }
    String fraction = "";
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      fraction = digits();
    }
    long exponent = at < text.length() && (text.charAt(at) | 0x20) == 'e' ? exponent() : 0;
    return canonical(negative, whole + fraction, exponent - fraction.length());
  }

  private long exponent() throws NotJson {
    at++;
    char sign = peek();
    if (sign == '-' || sign == '+') {
      at++;
    }
    String digits = digits();
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    if (digits.length() - first > 15) {
      // No number that anybody means; its exponent would not fit.
      throw new NotJson();
    }
    long value = Long.parseLong(digits.substring(first));
    return sign == '-' ? -value : value;
  }

  private static String canonical(boolean negative, String digits, long exponent) {
    int first = 0;
    while (first < digits.length() && digits.charAt(first) == '0') {
      first++;
    }
    int last = digits.length();
    while (last > first && digits.charAt(last - 1) == '0') {
      last--;
    }
    if (first == last) {
      return "0";
    }
    long scale = exponent + digits.length() - last;
    return (negative ? "-" : "") + digits.substring(first, last) + (scale == 0 ? "" : "e" + scale);
  }

  private String digits() throws NotJson {
    int first = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == first) {
      throw new NotJson();
    }
    return text.substring(first, at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean takes(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) throws NotJson {
    if (!takes(wanted)) {
      throw new NotJson();
    }
  }

  private char peek() throws NotJson {
    if (at == text.length()) {
      throw new NotJson();
    }
    return text.charAt(at);
  }

  private char next() throws NotJson {
    char c = peek();
    at++;
    return c;
  }
}
