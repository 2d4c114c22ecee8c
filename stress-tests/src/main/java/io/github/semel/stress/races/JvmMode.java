package io.github.semel.stress.races;

import java.util.List;
import java.util.Locale;

/** How the JVM runs the code of a race. */
enum JvmMode {
  /** As it is by default. */
  TIERED(),

  /** Interpreted alone. */
  INTERPRETED("-Xint"),

  /** By the first compiler alone. */
  CLIENT("-XX:TieredStopAtLevel=1"),

  /** By the second compiler, which orders what is not ordered by dice. */
  SHUFFLED(
      "-XX:-TieredCompilation",
      "-XX:+UnlockDiagnosticVMOptions",
      "-XX:+StressLCM",
      "-XX:+StressGCM",
      "-XX:+StressIGVN",
      "-XX:+StressCCP");

  private final List<String> flags;

  JvmMode(String... flags) {
    this.flags = List.of(flags);
  }

  List<String> flags() {
    return flags;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
