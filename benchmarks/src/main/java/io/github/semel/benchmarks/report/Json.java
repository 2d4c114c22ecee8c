package io.github.semel.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (RFC 8259) as objects: {@code Map}, {@code List}, {@code String}, {@code Double},
 * {@code Boolean} or null, behind accessors that say what they expected.
 */
public final class Json {

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  public static Json parse(String text) {
    Parser parser = new Parser(text);
    Object value = parser.value();
    parser.end();
    return new Json(value);
  }

  /** A text as a JSON string, with its quotes. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** Whether this is an object with a member of that name. */
  public boolean has(String name) {
    return value instanceof Map<?, ?> map && map.containsKey(name);
  }

  /** A member of an object. */
  public Json get(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException("no member " + name + " in " + value);
    }
    return new Json(((Map<?, ?>) expect(Map.class)).get(name));
  }

  /** The items of an array. */
  public List<Json> items() {
    List<Json> items = new ArrayList<>();
    for (Object item : expect(List.class)) {
      items.add(new Json(item));
    }
    return items;
  }

  /** The members of an object, in the order of the text. */
  public Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    ((Map<?, ?>) expect(Map.class))
        .forEach((name, member) -> members.put((String) name, new Json(member)));
    return members;
  }

  /** A string. */
  public String text() {
    return expect(String.class);
  }

  /** A number. */
  public double number() {
    return expect(Double.class);
  }

  /** True or false. */
  boolean truth() {
    return expect(Boolean.class);
  }

  /** For people. */
  @Override
  public String toString() {
    return String.valueOf(value);
  }

  private <T> T expect(Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + value);
    }
    return type.cast(value);
  }

  private static final class Parser {

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    @Nullable Object value() {
      char first = peek();
      switch (first) {
        case '{' -> {
          return object();
        }
        case '[' -> {
          return array();
        }
        case '"' -> {
          return string();
        }
        default -> {
          return literal();
        }
      }
    }

    void end() {
      skipSpace();
      if (at < text.length()) {
        throw refused("the end");
      }
    }

    private Map<String, @Nullable Object> object() {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      take('{');
      while (peek() != '}') {
        String name = string();
        take(':');
        members.put(name, value());
        if (peek() == ',') {
          take(',');
        }
      }
      take('}');
      return members;
    }

    private List<@Nullable Object> array() {
      List<@Nullable Object> items = new ArrayList<>();
      take('[');
      while (peek() != ']') {
        items.add(value());
        if (peek() == ',') {
          take(',');
        }
      }
      take(']');
      return items;
    }

    private String string() {
      take('"');
      StringBuilder string = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        string.append(c == '\\' ? escaped() : c);
      }
      take('"');
      return string.toString();
    }

    private char escaped() {
      char c = text.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> {
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> c;
      };
    }

    private @Nullable Object literal() {
      int start = at;
      while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String literal = text.substring(start, at);
      switch (literal) {
        case "null" -> {
          return null;
        }
        case "true", "false" -> {
          return Boolean.valueOf(literal);
        }
        default -> {
          try {
            return Double.valueOf(literal);
          } catch (NumberFormatException e) {
            at = start;
            throw refused("a value");
          }
        }
      }
    }

    private char peek() {
      skipSpace();
      if (at == text.length()) {
        throw refused("more");
      }
      return text.charAt(at);
    }

    private void take(char expected) {
      if (peek() != expected) {
        throw refused("'" + expected + "'");
      }
      at++;
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private IllegalArgumentException refused(String expected) {
      return new IllegalArgumentException("expected " + expected + " at character " + at);
    }
  }
}
