package io.github.semel.redis.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads replies made of lines {@code name:value}, as those of INFO and CLUSTER INFO. */
final class InfoReply {

  private InfoReply() {}

  static Optional<String> field(@Nullable Object reply, String name) {
    return String.valueOf(reply)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst();
  }
}
