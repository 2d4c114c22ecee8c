package io.github.semel.example;

import java.util.Locale;
import java.util.Optional;

/** A way of handling duplicates, each with an endpoint of its name. */
enum DuplicateWay {
  /** The second is refused, and told when the first was. */
  REJECT,
  /** The second gets what the first got. */
  RETURN,
  /** The second's reference is added to the first's payment. */
  MERGE,
  /** The second gets what the first got, and somebody looks at the two. */
  FLAG;

  /** Where its endpoint is. */
  String path() {
    return DuplicatesHandler.PATH + name().toLowerCase(Locale.ROOT);
  }

  /** The way whose endpoint is there. */
  static Optional<DuplicateWay> at(String path) {
    for (DuplicateWay way : values()) {
      if (way.path().equals(path)) {
        return Optional.of(way);
      }
    }
    return Optional.empty();
  }
}
