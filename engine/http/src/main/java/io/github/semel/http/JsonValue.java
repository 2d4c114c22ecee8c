package io.github.semel.http;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A JSON value in which everything that says the same reads the same. */
sealed interface JsonValue {

  /**
   * An object.
   *
   * @param members by name
   */
  record Members(SortedMap<String, JsonValue> members) implements JsonValue {}

  /**
   * An array.
   *
   * @param items in order
   */
  record Items(List<JsonValue> items) implements JsonValue {}

  /**
   * A string, a number, true, false or null.
   *
   * @param text its canonical form
   */
  record Scalar(String text) implements JsonValue {}

  /** Writes the canonical form: names sorted, no white space. */
  default void write(StringBuilder out) {
    if (this instanceof Members object) {
      char separator = '{';
      for (var member : object.members().entrySet()) {
        out.append(separator).append(JsonText.quoted(member.getKey())).append(':');
        member.getValue().write(out);
        separator = ',';
      }
      out.append(object.members().isEmpty() ? "{}" : "}");
    } else if (this instanceof Items array) {
      char separator = '[';
      for (JsonValue item : array.items()) {
        out.append(separator);
        item.write(out);
        separator = ',';
      }
      out.append(array.items().isEmpty() ? "[]" : "]");
    } else {
      out.append(((Scalar) this).text());
    }
  }

  /** The member of that name, or the item of that index; empty where there is none. */
  default Optional<JsonValue> child(String name) {
    if (this instanceof Members object) {
      return Optional.ofNullable(object.members().get(name));
    }
    // RFC 6901 section 4: digits without a leading zero.
    if (this instanceof Items array && name.matches("0|[1-9][0-9]{0,8}")) {
      int index = Integer.parseInt(name);
      return index < array.items().size()
          ? Optional.of(array.items().get(index))
          : Optional.empty();
    }
    return Optional.empty();
  }
}
