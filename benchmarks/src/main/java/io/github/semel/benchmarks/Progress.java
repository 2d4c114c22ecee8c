package io.github.semel.benchmarks;

import io.github.semel.benchmarks.report.LoadReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Tells, line by line, what is being done and how long the rest will take. */
final class Progress {

  /** What a fork takes beyond the time that it measures, until there is a better guess. */
  private static final int OVERHEAD_MILLIS = 2_500;

  private final PrintStream out;
  private final long plannedMillis;
  private final int steps;
  private final long started = System.nanoTime();

  private int step;
  private long doneMillis;

  /**
   * Nothing done yet.
   *
   * @param runs the forks
   * @param others how many things there are to do beside them
   * @param othersMillis how long those measure
   */
  Progress(PrintStream out, List<Plan.Run> runs, int others, long othersMillis) {
    this.out = out;
    this.steps = runs.size() + others;
    this.plannedMillis =
        runs.stream().mapToLong(run -> run.timing().millis() + OVERHEAD_MILLIS).sum()
            + (long) others * OVERHEAD_MILLIS
            + othersMillis;
  }

  /** How many things there are to do. */
  int steps() {
    return steps;
  }

  /** How long all of it should take. */
  String planned() {
    return format(plannedMillis);
  }

  /** How long it has taken. */
  String taken() {
    return format(elapsedMillis());
  }

  void done(String title, String store, String result, int millis) {
    step++;
    doneMillis += millis + OVERHEAD_MILLIS;
    // What was slower or faster than thought so far will go on so.
    long left = (plannedMillis - doneMillis) * elapsedMillis() / doneMillis;
    String name = LoadReport.shortName(store);
    out.printf(
        "%3d/%d  %-40s %-20s %-26s %s left%n", step, steps, title, name, result, format(left));
  }

  private long elapsedMillis() {
    return (System.nanoTime() - started) / 1_000_000;
  }

  private static String format(long millis) {
    Duration time = Duration.ofSeconds(Math.max(0, millis) / 1_000);
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
