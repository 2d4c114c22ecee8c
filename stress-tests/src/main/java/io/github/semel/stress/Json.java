package io.github.semel.stress;

import java.util.Map;
import java.util.stream.Collectors;

/** What reports write as JSON. */
public final class Json {

  private Json() {}

  /** A text in quotes. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
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

  /** An object of numbers, in the order of the map. */
  public static String numbers(Map<String, ? extends Number> numbers) {
    return numbers.entrySet().stream()
        .map(entry -> quote(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** An object of texts, a line each, in the order of the map. */
  public static String texts(Map<String, String> texts) {
    return texts.entrySet().stream()
        .map(entry -> "    " + quote(entry.getKey()) + ": " + quote(entry.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n  }"));
  }
}
