package io.github.semel.redis.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configuration as callers give it, in the form of command line arguments, as lines of a file. */
final class Directives {

  private static final Set<String> OURS =
      Set.of("port", "bind", "dir", "logfile", "daemonize", "cluster-config-file");

  private Directives() {}

  /**
   * The lines of a configuration file. {@code "--maxmemory 10mb"} and {@code "--maxmemory", "10mb"}
   * are the same.
   *
   * @throws IllegalArgumentException when the first is no directive, or one would undo what this
   *     package relies on
   */
  static List<String> lines(List<String> arguments) {
    List<String> lines = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        lines.add(argument.substring(2));
      } else if (lines.isEmpty()) {
        throw new IllegalArgumentException("not a directive that starts with --: " + argument);
      } else {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + argument);
      }
    }
    for (String line : lines) {
      if (OURS.contains(line.split(" ", 2)[0])) {
        throw new IllegalArgumentException("not for callers to set: " + line);
      }
    }
    return lines;
  }

  /** The value of the last line with this directive. */
  static @Nullable String value(List<String> lines, String directive) {
    String value = null;
    for (String line : lines) {
      if (line.startsWith(directive + " ")) {
        value = line.substring(directive.length() + 1).trim();
      }
    }
    return value;
  }

  static String quote(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
