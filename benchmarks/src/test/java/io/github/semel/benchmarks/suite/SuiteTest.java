package io.github.semel.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@DisplayName("The benchmarks")
class SuiteTest {

  @BeforeAll
  static void allowBesideOtherRuns() {
    // JMH refuses to measure while another JMH measures; nothing is measured here.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  @DisplayName("run, each of them, with several threads")
  void allRun() throws RunnerException {
    Collection<RunResult> results =
        run(tiny().include(getClass().getPackageName()).param("store", "heap:").threads(2));

    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark())
        .map(name -> name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
        .containsExactlyInAnyOrder(
            "Duplicates.replay",
            "FreshKeys.claimAndComplete",
            "HotKey.replay",
            "WebhookStorm.duplicate",
            "ZipfMix.submit");
    assertThat(results).allMatch(result -> result.getPrimaryResult().getScore() > 0);
  }

  @Test
  @DisplayName("run with a rival for which the harness removes what has aged out")
  void rivalRuns() throws RunnerException {
    Collection<RunResult> results =
        run(tiny().include("FreshKeys").param("store", "map").mode(Mode.SampleTime));

    assertThat(results).hasSize(1);
  }

  private static ChainedOptionsBuilder tiny() {
    return new OptionsBuilder()
        .forks(0)
        .param("live", "20000")
        .param("completed", "1000")
        .warmupIterations(0)
        .measurementIterations(2)
        .measurementTime(TimeValue.milliseconds(50))
        .shouldFailOnError(true);
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Runner(
            options.build(), OutputFormatFactory.createFormatInstance(out, VerboseMode.SILENT))
        .run();
  }
}
