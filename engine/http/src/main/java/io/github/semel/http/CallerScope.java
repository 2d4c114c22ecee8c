package io.github.semel.http;

import io.github.semel.Limits;
import java.util.List;
import java.util.Optional;

/**
 * Whose keys they are. A key names an operation of one caller; the same key of another caller is
 * another key, and no caller gets another's response. Safe for any thread.
 */
@FunctionalInterface
public interface CallerScope {

  /** The caller, in whatever form; empty where nobody knows. All unknown callers are one. */
  Optional<String> of(RequestHead head);

  /**
   * The authenticated principal; the default. The filter must come after whatever authenticates.
   */
  static CallerScope principal() {
    return RequestHead::principal;
  }

  /**
   * What a header says. Only for headers that something in front of this server sets, and takes
   * from those that clients send.
   */
  static CallerScope header(String name) {
    Limits.requireNonNull("name", name);
    return head -> {
      List<String> lines = head.headers(name);
      return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(0));
    };
  }

  /** One caller whoever calls: for services with a single client. */
  static CallerScope shared() {
    return head -> Optional.of("shared");
  }
}
