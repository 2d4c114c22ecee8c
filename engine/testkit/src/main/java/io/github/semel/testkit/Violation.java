package io.github.semel.testkit;

import java.util.List;

/**
 * A breach of the protocol that {@link CheckedStore} saw.
 *
 * @param key the key
 * @param description what was answered, and why no order of the calls allows it
 * @param history the last calls of the key, oldest first
 */
public record Violation(String key, String description, List<String> history) {

  /** Keeps an unmodifiable copy of the history. */
  public Violation {
    history = List.copyOf(history);
  }

  @Override
  public String toString() {
    return "key \"" + key + "\": " + description + "\n    " + String.join("\n    ", history);
  }
}
