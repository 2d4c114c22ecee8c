package io.github.semel.benchmarks;

import io.github.semel.InvalidArgumentException;
import io.github.semel.benchmarks.CompareOptions.Extent;
import io.github.semel.benchmarks.CompareOptions.Suite;
import io.github.semel.benchmarks.contender.Contenders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures, and makes the pages. */
@Command(
    name = "compare",
    description = "Measures stores and their rivals, prints tables, and writes files and pages.")
final class CompareCommand implements Callable<Integer> {

  private static final int MOST_THREADS = 64;
  private static final int FORKS = 3;
  private static final int MOST_FORKS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private Main main;

  @ArgGroup(exclusive = true)
  private HowMuch howMuch = new HowMuch();

  private static final class HowMuch {

    @Option(
        names = "--quick",
        description = "what is most telling, in about 3 minutes on 2 cores; the default")
    private boolean quick;

    @Option(
        names = "--full",
        description = "more forks, more threads, more benchmarks and loads: about two hours")
    private boolean full;
  }

  @Option(
      names = "--suites",
      split = ",",
      paramLabel = "SUITE",
      description =
          "${COMPLETION-CANDIDATES}; all unless given. The files of the others stay as they are")
  private List<Suite> suites = List.of(Suite.values());

  @Option(
      names = "--stores",
      split = ",",
      paramLabel = "STORE",
      description =
          "contenders of heap: store URIs (heap:, or any other on the class path) and rivals (map,"
              + " map+clock, map+copy, caffeine, camel, ehcache, guava, mapdb, spring-integration);"
              + " unless given our own and, with --quick, the closest rivals, else all. Without map there are"
              + " no ratios")
  private List<String> stores = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "numbers of threads of heap, 1 to " + MOST_THREADS)
  private List<Integer> threads = List.of();

  @Option(
      names = "--forks",
      paramLabel = "N",
      description =
          "with --full, how many processes each row of heap and redis has, 1 to "
              + MOST_FORKS
              + "; "
              + FORKS
              + " unless given. Processes differ by more than the iterations of one, so more of them"
              + " narrow the errors, and take that much longer")
  private @Nullable Integer forks;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "heap of each process measured by heap; ${DEFAULT-VALUE} unless given")
  private String heap = "2g";

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where the files are written; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  /** What was asked for. */
  CompareOptions options() {
    Extent extent = howMuch.full ? Extent.FULL : Extent.QUICK;
    List<String> named = stores.isEmpty() ? CompareOptions.defaultStores(extent) : stores;
    try {
      named.forEach(Contenders::traits); // refuses a name that nobody knows
    } catch (InvalidArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--stores: " + e.getMessage(), e);
    }
    for (int count : threads) {
      if (count < 1 || count > MOST_THREADS) {
        throw new ParameterException(
            spec.commandLine(),
            "--threads takes numbers from 1 to " + MOST_THREADS + ", not " + count);
      }
    }
    if (forks != null && (!howMuch.full || forks < 1 || forks > MOST_FORKS)) {
      throw new ParameterException(
          spec.commandLine(), "--forks " + forks + ": it is 1 to " + MOST_FORKS + ", with --full");
    }
    return new CompareOptions(
        extent,
        EnumSet.copyOf(suites),
        Contenders.withAlias(named),
        threads,
        forks == null ? FORKS : forks,
        results,
        heap);
  }

  @Override
  public Integer call() throws IOException {
    return Compare.run(options(), main.out()) ? 0 : 1;
  }
}
