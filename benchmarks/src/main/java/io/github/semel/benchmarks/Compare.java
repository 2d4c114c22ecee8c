package io.github.semel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.semel.benchmarks.CompareOptions.Suite;
import io.github.semel.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the contenders of the suites that are asked for, and has the report made from the files
 * that they wrote. A benchmark that fails is named in the report and in the exit status; the others
 * go on.
 */
public final class Compare {

  private final CompareOptions options;
  private final PrintStream out;
  private final Path log;

  private Compare(CompareOptions options, PrintStream out, Path log) {
    this.options = options;
    this.out = out;
    this.log = log;
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
    Plan heap = Plan.of(options);
    RedisPlan redis = RedisPlan.of(options.extent(), Runtime.version().feature());
    List<Plan.Run> runs = new ArrayList<>();
    int others = 0;
    if (options.suites().contains(Suite.HEAP)) {
      runs.addAll(heap.runs());
      others +=
          (int) options.stores().stream().filter(name -> !name.startsWith("chronicle:")).count();
    }
    if (options.suites().contains(Suite.CHRONICLE)) {
      others += ChronicleComparison.steps(options.extent());
    }
    if (options.suites().contains(Suite.REDIS)) {
      runs.addAll(redis.runs());
      others += RedisPlan.OPERATIONS.size();
    }
    LoadPlan load = LoadPlan.of(options.extent());
    int loadMillis = 0;
    if (options.suites().contains(Suite.LOAD)) {
      others += load.runs().size();
      loadMillis =
          load.runs().stream()
              .mapToInt(run -> run.load().warmupMillis() + run.load().millis())
              .sum();
    }
    Progress progress = new Progress(out, runs, others, loadMillis);
    out.printf(
        "%d steps, about %s; JMH's own output goes to %s%n",
        progress.steps(), progress.planned(), log);
    boolean good = true;
    PrintStream systemOut = System.out;
    try (PrintStream jmhOut = new PrintStream(Files.newOutputStream(log), true, UTF_8)) {
      // What a fork prints, JMH prints where it stands.
      System.setOut(jmhOut);
      OutputFormat format = OutputFormatFactory.createFormatInstance(jmhOut, VerboseMode.NORMAL);
      if (options.suites().contains(Suite.HEAP)) {
        Forks forks = new Forks(options.jvmArguments(), format, progress, true);
        good &= new HeapComparison(options, heap, forks, progress, log).run();
      }
      if (options.suites().contains(Suite.CHRONICLE)) {
        good &= new ChronicleComparison(options, progress, log).run();
      }
      if (options.suites().contains(Suite.LOAD)) {
        good &= new LoadComparison(options, load, progress, log).run();
      }
      if (options.suites().contains(Suite.REDIS)) {
        Forks forks = new Forks(options.jvmArguments(), format, progress, false);
        good &= new RedisComparison(options, redis, forks, progress).run();
      }
    } finally {
      System.setOut(systemOut);
    }
    String tables = Report.write(options.results());
    out.printf("%nTook %s; written to %s%n%n", progress.taken(), options.results());
    out.print(tables);
    return good ? 0 : 1;
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
