package io.github.semel.stress.races;

import io.github.semel.chronicle.ChronicleMapStore;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Starts JVMs that run races.
 *
 * @param time of an iteration
 * @param iterations of each race
 */
record RaceForks(Duration time, int iterations) {

  /** A race finds its size, runs, and is given up by jcstress when it hangs; then we give up. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /**
   * Runs races in one JVM, in their order. All have the same mode.
   *
   * @param done hears of each result
   */
  void run(List<RaceRun> runs, Consumer<RaceResult> done) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(runs)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (DataInputStream results =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      for (int i = 0; i < runs.size(); i++) {
        CompletableFuture<Void> giveUp =
            CompletableFuture.runAsync(
                process::destroyForcibly,
                CompletableFuture.delayedExecutor(limit().toMillis(), TimeUnit.MILLISECONDS));
        try {
          done.accept(RaceResult.of(runs.get(i), new TestResult(results)));
        } catch (EOFException e) {
          // The one that was on has ended the JVM, and the others have not been run.
          String failure = "the JVM ended with " + process.waitFor();
          runs.subList(i, runs.size()).forEach(run -> done.accept(RaceResult.failed(run, failure)));
          return;
        } finally {
          giveUp.cancel(false);
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Duration limit() {
    return time.multipliedBy(10L * iterations).plus(GRACE);
  }

  private List<String> command(List<RaceRun> runs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(runs.get(0).mode().flags());
    // Of no harm to other stores.
    command.addAll(ChronicleMapStore.jvmFlags());
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RaceFork.class.getName());
    command.add(String.valueOf(time.toMillis()));
    command.add(String.valueOf(iterations));
    for (RaceRun run : runs) {
      command.add(run.subject().name());
      command.add(run.race().test());
    }
    return command;
  }
}
