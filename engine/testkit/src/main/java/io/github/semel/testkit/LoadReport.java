package io.github.semel.testkit;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a load.
 *
 * @param operations how many calls were made
 * @param took how long that was
 * @param answers how often each answer was given, by operation and answer
 * @param violations what broke the protocol, the first hundred
 * @param violationCount how often the protocol was broken
 */
public record LoadReport(
    long operations,
    Duration took,
    Map<String, Long> answers,
    List<Violation> violations,
    long violationCount) {

  /** Keeps unmodifiable copies, the answers in order. */
  public LoadReport {
    answers = Collections.unmodifiableMap(new TreeMap<>(answers));
    violations = List.copyOf(violations);
  }
}
