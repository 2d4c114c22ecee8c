package io.github.semel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Has JMH run benchmarks, one fork after the other, and keeps what it measured. A benchmark that
 * fails is named; the others go on.
 */
final class Forks {

  /** The path of a machine's Java says nothing about its figures. */
  private static final Pattern JVM_PATH = Pattern.compile("(\"jvm\" : )\".*\"");

  private final List<String> jvmArguments;
  private final OutputFormat format;
  private final Progress progress;
  private final boolean allocation;
  private final List<RunResult> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Nothing measured yet.
   *
   * @param jvmArguments what all forks get
   * @param format where JMH tells what it does
   * @param progress hears of each fork that is done
   * @param allocation whether the bytes that are allocated are of interest too
   */
  Forks(List<String> jvmArguments, OutputFormat format, Progress progress, boolean allocation) {
    this.jvmArguments = jvmArguments;
    this.format = format;
    this.progress = progress;
    this.allocation = allocation;
  }

  /** Runs a fork. */
  void measure(Plan.Run run, String... moreArguments) {
    String outcome;
    try {
      RunResult result = new Runner(options(run, moreArguments), format).runSingle();
      results.add(result);
      Result<?> score = result.getPrimaryResult();
      outcome = String.format(Locale.ROOT, "%.4g %s", score.getScore(), score.getScoreUnit());
    } catch (RunnerException e) {
      failures.add(run.title() + ", " + run.store() + ": see the log");
      outcome = "FAILED";
    }
    progress.done(run.title(), run.store(), outcome, run.timing().millis());
  }

  private Options options(Plan.Run run, String... moreArguments) {
    ChainedOptionsBuilder options = new OptionsBuilder();
    if (allocation) {
      options.addProfiler(GCProfiler.class);
    }
    return options
        .include("^" + Pattern.quote(run.benchmark().getName()) + "\\.")
        .mode(run.mode())
        .timeUnit(run.mode() == Mode.Throughput ? TimeUnit.MICROSECONDS : TimeUnit.NANOSECONDS)
        .threads(run.threads())
        .param("store", run.store())
        .forks(1)
        .jvmArgs(
            Stream.concat(jvmArguments.stream(), Stream.of(moreArguments)).toArray(String[]::new))
        .warmupIterations(run.timing().warmups())
        .warmupTime(TimeValue.milliseconds(run.timing().warmupMillis()))
        .measurementIterations(run.timing().iterations())
        .measurementTime(TimeValue.milliseconds(run.timing().iterationMillis()))
        .shouldFailOnError(true)
        .build();
  }

  /** What has failed so far, for the report. */
  List<String> failures() {
    return failures;
  }

  /** Writes what was measured so far, as JMH's JSON. */
  void write(Path file) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (PrintStream jsonOut = new PrintStream(json, true, UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, jsonOut).writeOut(results);
    }
    Files.writeString(file, JVM_PATH.matcher(json.toString(UTF_8)).replaceAll("$1\"java\""));
  }
}
