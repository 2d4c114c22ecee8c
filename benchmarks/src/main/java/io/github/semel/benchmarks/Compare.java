package io.github.semel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.semel.benchmarks.CompareOptions.Suite;
import io.github.semel.benchmarks.choose.Choice;
import io.github.semel.benchmarks.choose.Chooser;
import io.github.semel.benchmarks.choose.Workload;
import io.github.semel.benchmarks.http.FilterOverhead;
import io.github.semel.benchmarks.report.Candidates;
import io.github.semel.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private static final String DEFAULT_IN_WORDS =
      "a service of one process with 100 requests a second, 5% of them duplicates, outcomes of 256"
          + " bytes kept for 24 h, 8 GB for them, and 5 ms for 99 of 100:";

  private final CompareOptions options;
  private final PrintStream out;
  private final Path log;

  private Compare(CompareOptions options, PrintStream out, Path log) {
    this.options = options;
    this.out = out;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @return whether everything was measured
   */
  static boolean run(CompareOptions options, PrintStream out) throws IOException {
    return new Compare(options, out, log("compare.log")).run();
  }

  private boolean run() throws IOException {
    Files.createDirectories(options.results());
    Plan heap = Plan.of(options);
    RedisPlan redis = RedisPlan.of(options.extent(), options.forks(), Runtime.version().feature());
    List<Plan.Run> runs = new ArrayList<>();
    int others = 0;
    if (options.suites().contains(Suite.HEAP)) {
      runs.addAll(heap.runs());
      others += heap.footprints().size();
    }
    if (options.suites().contains(Suite.CHRONICLE)) {
      others += ChronicleComparison.steps(options.extent());
    }
    if (options.suites().contains(Suite.REDIS)) {
      runs.addAll(redis.runs());
      others += redis.counted().size() + 1;
    }
    LoadPlan load = LoadPlan.of(options.extent());
    int othersMillis = 0;
    if (options.suites().contains(Suite.LOAD)) {
      others += load.runs().size();
      othersMillis =
          load.runs().stream()
              .mapToInt(run -> run.load().warmupMillis() + run.load().millis())
              .sum();
    }
    if (options.suites().contains(Suite.HTTP)) {
      List<FilterOverhead> servers = HttpComparison.runs(options.extent());
      others += servers.size();
      othersMillis += servers.stream().mapToInt(FilterOverhead::millis).sum();
    }
    Progress progress = new Progress(out, runs, others, othersMillis);
    out.printf(
        "%d steps, about %s; JMH's own output goes to %s%n",
        progress.steps(), progress.planned(), log);
    boolean good = true;
    PrintStream systemOut = System.out;
    try (PrintStream jmhOut =
        new PrintStream(Files.newOutputStream(log, StandardOpenOption.APPEND), true, UTF_8)) {
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
      if (options.suites().contains(Suite.HTTP)) {
        good &= new HttpComparison(options, progress, log).run();
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
    out.printf("%nFor %s%n", DEFAULT_IN_WORDS);
    Choice choice = Chooser.choose(Workload.DEFAULT, Candidates.read(options.results()));
    out.print(choice.toText());
    out.printf(
        "%nFor yours: choose --help, or the form in %s%n",
        options.results().resolve(Report.INDEX).toAbsolutePath().normalize().toUri());
    return good;
  }

  /** A file beside the jar, empty. */
  static Path log(String name) throws IOException {
    return Files.writeString(buildFolder().resolve(name), "");
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
