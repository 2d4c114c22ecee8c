package io.github.semel.stress.races;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads what the user wants of the races, runs them, and says what came of it. */
@Command(
    name = "jcstress",
    description =
        "Races two or three calls millions of times, and fails on any outcome that is not"
            + " acceptable, and on any broken sibling that is not found out.")
public final class RacesCommand implements Callable<Integer> {

  private static final Duration QUICK = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(2);

  /** A sibling is run so long, and again until it is found out or that was tried so often. */
  private static final Duration SEARCH = Duration.ofMillis(50);

  private static final int MOST_SEARCHES = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--quick", description = "a minute in all, in JVMs as they are by default")
  private boolean quick;

  @Option(
      names = "--long",
      description = "an hour and more in all, in JVMs that compile in different ways")
  private boolean thorough;

  @Option(
      names = "--stores",
      paramLabel = "NAME",
      split = ",",
      description =
          "which; unless given, all on the class path that can be told the time:"
              + " heap, compact, chronicle")
  private List<String> stores = List.of();

  @Option(
      names = "--tests",
      paramLabel = "REGEX",
      description = "which races, by a part of their names; all unless given")
  private String tests = "";

  @Option(
      names = "--millis",
      paramLabel = "N",
      description = "of each iteration, instead of 100 (--quick) or 2000 (--long)")
  private @Nullable Integer millis;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "of each race, instead of 3 (--quick) or 5 (--long)")
  private @Nullable Integer iterations;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "how often each broken sibling is run, to be found out each time; ${DEFAULT-VALUE}"
              + " unless given")
  private int rounds = 3;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where jcstress.json and .md are written; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  /** For the command line. */
  public RacesCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (quick && thorough) {
      throw refused("--quick and --long exclude each other");
    }
    require("--millis", millis, 600_000);
    require("--iterations", iterations, 1_000);
    require("--rounds", rounds, 100);
    List<Race> races = races();
    Duration time = millis == null ? thorough ? LONG : QUICK : Duration.ofMillis(millis);
    RaceForks forks = new RaceForks(time, iterations == null ? thorough ? 5 : 3 : iterations);
    PrintWriter out = spec.commandLine().getOut();
    long began = System.nanoTime();

    List<RaceResult> onStores = new ArrayList<>();
    for (JvmMode mode : thorough ? List.of(JvmMode.values()) : List.of(JvmMode.TIERED)) {
      for (Subject subject : subjects()) {
        List<RaceRun> runs =
            races.stream().map(race -> new RaceRun(race, subject, mode, 1)).toList();
        forks.run(
            runs,
            result -> {
              onStores.add(result);
              out.println(line(result, result.isPassed() ? "passed" : "FAILED"));
            });
      }
    }
    List<RaceResult> onSiblings = new ArrayList<>();
    new RaceForks(SEARCH, MOST_SEARCHES)
        .run(
            siblings(races),
            result -> {
              onSiblings.add(result);
              out.println(line(result, result.isFlagged() ? "found out" : "NOT FOUND OUT"));
            });

    List<String> settings =
        List.of(
            "command: `jcstress " + String.join(" ", arguments()) + "`",
            "Java: " + Runtime.version(),
            "system: " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            "processors: " + Runtime.getRuntime().availableProcessors(),
            "seed: none, the interleavings are the machine's",
            "each race: " + forks.iterations() + " × " + forks.time().toMillis() + " ms",
            "each broken sibling: up to "
                + MOST_SEARCHES
                + " × "
                + SEARCH.toMillis()
                + " ms, until it is found out, "
                + rounds
                + " times",
            "took: " + (System.nanoTime() - began) / 1_000_000_000 + " s");
    RaceReport report = new RaceReport(settings, onStores, onSiblings);
    report.write(results);
    out.println(report.verdict());
    return report.isKept() ? 0 : 1;
  }

  private List<String> arguments() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .filter(argument -> !argument.equals("jcstress"))
        .toList();
  }

  private void require(String option, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw refused(option + " must be 1 to " + most + ", but is " + value);
    }
  }

  private List<Race> races() {
    Pattern pattern;
    try {
      pattern = Pattern.compile(tests);
    } catch (PatternSyntaxException e) {
      throw refused("--tests is no regular expression: " + e.getDescription());
    }
    List<Race> all = Race.all();
    List<Race> chosen = all.stream().filter(race -> pattern.matcher(race.name()).find()).toList();
    if (chosen.isEmpty()) {
      throw refused("--tests takes a part of " + all.stream().map(Race::name).toList());
    }
    return chosen;
  }

  private List<Subject> subjects() {
    List<String> known = Subjects.names();
    if (!known.containsAll(stores)) {
      throw refused("--stores takes some of " + known + ", not " + stores);
    }
    return (stores.isEmpty() ? known : stores).stream().map(Subjects::named).toList();
  }

  private List<RaceRun> siblings(List<Race> races) {
    List<RaceRun> runs = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Race race : races) {
        for (Flaw flaw : race.flaws()) {
          runs.add(new RaceRun(race, Subjects.flawed(flaw), JvmMode.TIERED, round));
        }
      }
    }
    return runs;
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String line(RaceResult result, String verdict) {
    String forbidden =
        result.isFlagged()
            ? String.format(
                Locale.ROOT,
                ", %,d forbidden: %s",
                result.forbiddenSamples(),
                result.forbidden().get(0))
            : "";
    return String.format(
        Locale.ROOT,
        "%s: %s, %,d samples%s%s",
        result.run(),
        verdict,
        result.samples(),
        forbidden,
        result.failure().isEmpty() ? "" : "; " + result.failure());
  }
}
