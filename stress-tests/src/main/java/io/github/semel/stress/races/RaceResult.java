package io.github.semel.stress.races;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * What came of one run of a race.
 *
 * @param outcomes how often each was seen
 * @param failure why it could not be run to its end; empty when it was
 */
record RaceResult(RaceRun run, Map<String, Long> outcomes, String failure) {

  static RaceResult of(RaceRun run, TestResult result) {
    Map<String, Long> outcomes = new TreeMap<>();
    result.getStateKeys().forEach(state -> outcomes.put(state, result.getCount(state)));
    return new RaceResult(
        run,
        outcomes,
        result.status() == Status.NORMAL
            ? ""
            : result.status() + ": " + String.join(" ", result.getMessages()));
  }

  static RaceResult failed(RaceRun run, String failure) {
    return new RaceResult(run, Map.of(), failure);
  }

  long samples() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What was seen and must not be. */
  List<String> forbidden() {
    return outcomes.keySet().stream().filter(run.race()::isForbidden).toList();
  }

  long forbiddenSamples() {
    return forbidden().stream().mapToLong(outcomes::get).sum();
  }

  boolean isFlagged() {
    return !forbidden().isEmpty();
  }

  boolean isPassed() {
    return failure.isEmpty() && !isFlagged() && samples() > 0;
  }
}
