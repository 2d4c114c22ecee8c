package io.github.semel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.semel.benchmarks.report.Report;
import io.github.semel.benchmarks.suite.Footprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the contenders, writes what was measured to files, and has the report made from them. A
 * benchmark that fails is named in the report and in the exit status; the others go on.
 */
public final class Compare {

  /** The path of a machine's Java says nothing about its figures. */
  private static final Pattern JVM_PATH = Pattern.compile("(\"jvm\" : )\".*\"");

  private final CompareOptions options;
  private final Plan plan;
  private final PrintStream out;
  private final Path log;
  private final Progress progress;
  private final List<RunResult> results = new ArrayList<>();
  private final List<String> footprints = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Compare(CompareOptions options, PrintStream out, Path log) {
    this.options = options;
    this.plan = Plan.of(options);
    this.out = out;
    this.log = log;
    this.progress = new Progress(out, plan, options.stores().size());
  }

  /**
   * Runs the command.
   *
   * @return 0 when everything was measured, 1 when a benchmark failed, 2 for bad arguments
   */
  static int run(String[] arguments, PrintStream out) throws IOException {
    CompareOptions options;
    try {
      options = CompareOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(CompareOptions.USAGE);
      return 2;
    }
    if (options.help()) {
      out.print(CompareOptions.USAGE);
      return 0;
    }
    return new Compare(options, out, buildFolder().resolve("compare.log")).run();
  }

  private int run() throws IOException {
    Files.createDirectories(options.results());
    out.printf(
        "%d steps, about %s; JMH's own output goes to %s%n",
        progress.steps(), progress.planned(), log);
    PrintStream systemOut = System.out;
    try (PrintStream jmhOut = new PrintStream(Files.newOutputStream(log), true, UTF_8)) {
      // What a fork prints, JMH prints where it stands.
      System.setOut(jmhOut);
      OutputFormat format = OutputFormatFactory.createFormatInstance(jmhOut, VerboseMode.NORMAL);
      for (Plan.Run run : plan.runs()) {
        measure(run, format);
        writeFiles();
      }
    } finally {
      System.setOut(systemOut);
    }
    for (String store : options.stores()) {
      measureFootprint(store);
    }
    writeFiles();
    String tables = Report.write(options.results());
    out.printf("%nTook %s; written to %s%n%n", progress.taken(), options.results());
    out.print(tables);
    return failures.isEmpty() ? 0 : 1;
  }

  private void measure(Plan.Run run, OutputFormat format) {
    String outcome;
    try {
      RunResult result = new Runner(options(run), format).runSingle();
      results.add(result);
      Result<?> score = result.getPrimaryResult();
      outcome = String.format(Locale.ROOT, "%.3f %s", score.getScore(), score.getScoreUnit());
    } catch (RunnerException e) {
      failures.add(run.title() + ", " + run.store() + ": see the log");
      outcome = "FAILED";
    }
    progress.done(run.title(), run.store(), outcome, run.timing().millis());
  }

  private Options options(Plan.Run run) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(run.benchmark().getName()) + "\\.")
        .mode(run.mode())
        .timeUnit(run.mode() == Mode.Throughput ? TimeUnit.MICROSECONDS : TimeUnit.NANOSECONDS)
        .threads(run.threads())
        .param("store", run.store())
        .forks(1)
        .jvmArgs(jvmArguments().toArray(String[]::new))
        .warmupIterations(run.timing().warmups())
        .warmupTime(TimeValue.milliseconds(run.timing().warmupMillis()))
        .measurementIterations(run.timing().iterations())
        .measurementTime(TimeValue.milliseconds(run.timing().iterationMillis()))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .build();
  }

  private void measureFootprint(String store) throws IOException {
    Path file = Files.createTempFile("footprint", ".json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments());
    // So that JOL may ask the JVM for sizes, and look into records.
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.add("-Djol.magicFieldOffset=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Footprint.class.getName());
    command.addAll(List.of(store, String.valueOf(plan.footprintEntries()), file.toString()));
    String outcome;
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start()
              .waitFor();
      if (status == 0) {
        footprints.add(Files.readString(file));
        outcome = "measured";
      } else {
        failures.add("memory, " + store + ": see the log");
        outcome = "FAILED";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while measuring the memory of " + store, e);
    } finally {
      Files.deleteIfExists(file);
    }
    progress.done("memory", store, outcome, 0);
  }

  /** The same for all: a heap of a fixed size, all of it touched before anything is measured. */
  private List<String> jvmArguments() {
    return List.of(
        "-Xms" + options.heap(), "-Xmx" + options.heap(), "-XX:+UseG1GC", "-XX:+AlwaysPreTouch");
  }

  /** Everything that is known so far, so that a comparison that is broken off leaves something. */
  private void writeFiles() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (PrintStream jsonOut = new PrintStream(json, true, UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, jsonOut).writeOut(results);
    }
    Path folder = options.results();
    Files.writeString(
        folder.resolve(Report.JMH),
        JVM_PATH.matcher(json.toString(UTF_8)).replaceAll("$1\"java\""));
    Files.writeString(
        folder.resolve(Report.FOOTPRINT), "[\n  " + String.join(",\n  ", footprints) + "\n]\n");
    Files.writeString(
        folder.resolve(Report.ENVIRONMENT),
        Environment.toJson(options, plan, jvmArguments(), failures));
  }

  /** The folder that has the jar, or the classes: {@code target} in a build. */
  private static Path buildFolder() {
    try {
      Path code =
          Path.of(Compare.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = code.toAbsolutePath().getParent();
      return folder == null ? code : folder;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the code's own location is a URI", e);
    }
  }
}
