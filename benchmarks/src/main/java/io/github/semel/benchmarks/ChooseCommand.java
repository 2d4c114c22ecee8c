package io.github.semel.benchmarks;

import io.github.semel.InvalidArgumentException;
import io.github.semel.benchmarks.choose.Candidate;
import io.github.semel.benchmarks.choose.Candidate.Kind;
import io.github.semel.benchmarks.choose.Choice;
import io.github.semel.benchmarks.choose.Chooser;
import io.github.semel.benchmarks.choose.Workload;
import io.github.semel.benchmarks.choose.Workload.Survive;
import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.report.Candidates;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Chooses a store for a workload. */
@Command(
    name = "choose",
    description =
        "Chooses a store for a workload: leaves out what does not do what is needed or does not fit,"
            + " measures the rest at the rate asked for, and says why.")
final class ChooseCommand implements Callable<Integer> {

  private static final int NONE_FITS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private Main main;

  @Option(names = "--rate", required = true, paramLabel = "N", description = "requests a second")
  private double rate;

  @Option(
      names = "--value-size",
      required = true,
      paramLabel = "SIZE",
      converter = Quantity.Bytes.class,
      description = "how large an outcome is: 512B")
  private long valueBytes;

  @Option(
      names = "--ttl",
      required = true,
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "how long an outcome is kept: 24h")
  private Duration ttl = Duration.ZERO;

  @Option(
      names = "--duplicates",
      paramLabel = "PART",
      converter = Quantity.Part.class,
      description = "the part of the requests that repeat another: 5%%; none unless given")
  private double duplicates;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "how many processes serve the requests; ${DEFAULT-VALUE} unless given")
  private int instances = 1;

  @Option(
      names = "--survive",
      paramLabel = "WHAT",
      description = "what records survive: ${COMPLETION-CANDIDATES}; nothing unless given")
  private Survive survive = Survive.NOTHING;

  @Option(
      names = "--p99",
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "how long 99 of 100 claims with their completions may take; 5ms unless given")
  private Duration p99 = Duration.ofMillis(5);

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Quantity.Bytes.class,
      description = "memory for records: 8GB; what this machine has unless given")
  private @Nullable Long memoryBytes;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "the Redis to measure, redis://host:6379; one started here unless given. Its keys expire")
  private @Nullable String redis;

  @Option(
      names = "--stores",
      split = ",",
      paramLabel = "URI",
      description = "stores of others on the class path that take part")
  private List<String> stores = List.of();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "what compare has written; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  @Option(names = "--no-measure", description = "goes by what compare has written alone")
  private boolean noMeasure;

  /** What was asked for. */
  Workload workload() {
    try {
      return new Workload(
          rate,
          valueBytes,
          ttl,
          duplicates,
          instances,
          survive,
          p99.toNanos() / 1_000,
          memoryBytes == null ? machineBytes() : memoryBytes);
    } catch (InvalidArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  public Integer call() throws IOException {
    Workload workload = workload();
    List<Candidate> candidates = new ArrayList<>(Candidates.read(results));
    for (String store : stores) {
      candidates.add(foreign(store));
    }
    PrintStream out = main.out();
    Choice choice = Chooser.choose(workload, candidates);
    if (!noMeasure) {
      Trial trial = new Trial(workload, redis, out, Compare.log("choose.log"));
      choice = Chooser.choose(workload, trial.measured(choice));
    }
    out.print(choice.toText());
    return choice.chosen().isPresent() ? 0 : NONE_FITS;
  }

  /** Somebody else's store: nothing is known of it but what is measured now. */
  private Candidate foreign(String uri) {
    try {
      Contenders.traits(uri);
    } catch (InvalidArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--stores: " + e.getMessage(), e);
    }
    return new Candidate(
        uri,
        Kind.FOREIGN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        false,
        "IdempotencyStore store = Stores.open(\"" + uri + "\");");
  }

  private static long machineBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
