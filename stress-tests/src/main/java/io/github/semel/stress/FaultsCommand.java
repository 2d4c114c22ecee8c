package io.github.semel.stress;

import io.github.semel.stress.chronicle.Kills;
import io.github.semel.stress.redis.ClusterFaults;
import io.github.semel.stress.redis.Failover;
import io.github.semel.stress.redis.LostReplies;
import io.github.semel.stress.redis.Partition;
import io.github.semel.stress.redis.ServerFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads what the user wants of a campaign, and runs it. */
@Command(
    name = "faults",
    description = "Injects faults under load, and counts every answer that was wrong.")
final class FaultsCommand implements Callable<Integer> {

  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--scenarios",
      paramLabel = "NAME",
      split = ",",
      description = "which; all unless given")
  private List<String> scenarios = List.of();

  @Option(names = "--seed", paramLabel = "N", description = "from which faults and keys are drawn")
  private @Nullable Long seed;

  @Option(names = "--threads", paramLabel = "N", description = "platform threads of each load")
  private @Nullable Integer threads;

  @Option(
      names = "--many-threads",
      paramLabel = "N",
      description =
          "virtual threads (before Java 21: platform threads) of the variants that have many")
  private @Nullable Integer manyThreads;

  @Option(
      names = "--lost-replies",
      paramLabel = "N",
      description = "how many replies of claim, and of complete, are lost per variant")
  private @Nullable Integer lostReplies;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each other fault is repeated")
  private @Nullable Integer rounds;

  @Option(
      names = "--load-millis",
      paramLabel = "N",
      description = "how long a load runs before a fault")
  private @Nullable Integer loadMillis;

  @Option(names = "--small", description = "sizes for a first look")
  private boolean small;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where <store>-faults.json and .md are written; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("results");

  /** Every scenario, in the order of the page. */
  static List<Scenario> scenarios() {
    return List.of(
        new LostReplies(),
        new Failover(),
        new Partition(),
        new ClusterFaults(),
        new ServerFaults(),
        new Kills());
  }

  /** The help says what the code does without options. */
  @Spec
  void spec(CommandSpec known) {
    spec = known;
    known
        .usageMessage()
        .footer(
            "",
            "Scenarios: " + names(scenarios()) + ".",
            "Sizes that are not given: " + sizes(Sizes.full()) + ";",
            "with --small: " + sizes(Sizes.small()) + ".");
  }

  @Override
  public Integer call() throws Exception {
    return Campaign.run(options(), spec.commandLine().getOut()) ? Main.KEPT : Main.VIOLATED;
  }

  CampaignOptions options() {
    try {
      return new CampaignOptions(chosen(scenarios()), sizes(), results);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Sizes sizes() {
    Sizes base = small ? Sizes.small() : Sizes.full();
    return new Sizes(
        seed == null ? base.seed() : seed,
        threads == null ? base.threads() : threads,
        manyThreads == null ? base.manyThreads() : manyThreads,
        lostReplies == null ? base.lostReplies() : lostReplies,
        rounds == null ? base.rounds() : rounds,
        loadMillis == null ? base.load() : Duration.ofMillis(loadMillis));
  }

  private List<Scenario> chosen(List<Scenario> known) {
    if (scenarios.isEmpty() || scenarios.equals(List.of("all"))) {
      return known;
    }
    return scenarios.stream().map(name -> scenario(known, name)).toList();
  }

  private static Scenario scenario(List<Scenario> known, String name) {
    return known.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--scenarios takes all or some of " + names(known) + ", not " + name));
  }

  private static String names(List<Scenario> scenarios) {
    return scenarios.stream().map(Scenario::name).collect(Collectors.joining(", "));
  }

  private static String sizes(Sizes sizes) {
    return "--seed %d --threads %d --many-threads %d --lost-replies %d --rounds %d --load-millis %d"
        .formatted(
            sizes.seed(),
            sizes.threads(),
            sizes.manyThreads(),
            sizes.lostReplies(),
            sizes.rounds(),
            sizes.load().toMillis());
  }
}
