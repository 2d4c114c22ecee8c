package io.github.semel.http;

import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a request's body says what the request is; method, path and query always count. Two
 * requests with one key and another content are two requests, and the second is refused.
 *
 * <p>A multipart body is left out whatever was chosen: it is written anew with another boundary at
 * every attempt, and the server's own reader must get to it.
 */
public sealed interface RequestContent {

  /** The body as it is, byte for byte. */
  record Bytes() implements RequestContent {}

  /** The body's JSON, whatever its white space, its order of names and its spelling of numbers. */
  record CanonicalJson() implements RequestContent {}

  /**
   * Some of the body's JSON.
   *
   * @param pointers JSON Pointers (RFC 6901); a value that is missing counts as missing
   */
  record JsonFields(List<String> pointers) implements RequestContent {

    /** Checks the pointers. */
    public JsonFields {
      pointers = List.copyOf(Limits.requireItems("pointers", pointers));
      for (String pointer : pointers) {
        if (!pointer.startsWith("/")) {
          throw new InvalidArgumentException("pointer", pointer, "a JSON Pointer such as /amount");
        }
      }
    }
  }

  /** Nothing of the body, which is then not read before the handler reads it. */
  record Nothing() implements RequestContent {}

  /** See {@link Bytes}; the default. */
  static RequestContent bytes() {
    return new Bytes();
  }

  /**
   * See {@link CanonicalJson}. A body that is not JSON by its type and in fact is taken as it is.
   */
  static RequestContent canonicalJson() {
    return new CanonicalJson();
  }

  /** See {@link JsonFields}. A body that is not JSON by its type and in fact is taken as it is. */
  static RequestContent jsonFields(String... pointers) {
    return new JsonFields(List.of(pointers));
  }

  /** See {@link Nothing}; for uploads of any size, whose payload nobody compares then. */
  static RequestContent nothing() {
    return new Nothing();
  }

  /** Whether the body must be read to know. */
  default boolean needsBody(RequestHead head) {
    return !(this instanceof Nothing) && !mediaType(head).startsWith("multipart/");
  }

  /** What counts of {@code body}. */
  default byte[] of(RequestHead head, byte[] body) {
    if (this instanceof Bytes || !isJson(head)) {
      return body;
    }
    Optional<JsonValue> json = JsonReader.read(body);
    if (json.isEmpty()) {
      return body;
    }
    StringBuilder text = new StringBuilder(body.length);
    if (this instanceof JsonFields fields) {
      for (String pointer : fields.pointers()) {
        text.append(JsonText.quoted(pointer)).append(':');
        find(json.get(), pointer).ifPresent(value -> value.write(text));
        text.append('\n');
      }
    } else {
      json.get().write(text);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<JsonValue> find(JsonValue root, String pointer) {
    Optional<JsonValue> value = Optional.of(root);
    for (String step : pointer.substring(1).split("/", -1)) {
      String name = step.replace("~1", "/").replace("~0", "~");
      value = value.flatMap(parent -> parent.child(name));
    }
    return value;
  }

  private static boolean isJson(RequestHead head) {
    String type = mediaType(head);
    boolean plain =
        head.headers("Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
    return plain && (type.equals("application/json") || type.endsWith("+json"));
  }

  private static String mediaType(RequestHead head) {
    List<String> lines = head.headers("Content-Type");
    if (lines.isEmpty()) {
      return "";
    }
    String line = lines.get(0);
    int parameters = line.indexOf(';');
    String type = parameters < 0 ? line : line.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
