package io.github.semel.stress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a campaign is asked to do.
 *
 * @param scenarios what is run, in this order
 * @param sizes how much of it
 * @param results where the files are written
 * @param help whether only the usage is wanted
 */
record CampaignOptions(List<Scenario> scenarios, Sizes sizes, Path results, boolean help) {

  /**
   * Reads the arguments.
   *
   * @param known every scenario there is
   * @throws IllegalArgumentException with a message for the user
   */
  static CampaignOptions parse(List<Scenario> known, String... arguments) {
    List<Scenario> scenarios = known;
    Path results = Path.of("results");
    boolean help = false;
    Sizes sizes = Sizes.full();
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      switch (option) {
        case "--help" -> help = true;
        case "--small" -> sizes = Sizes.small();
        case "--results" -> results = Path.of(value(arguments, ++i));
        case "--scenarios" -> scenarios = scenarios(known, value(arguments, ++i));
        default -> sizes = resized(sizes, option, arguments, ++i);
      }
    }
    return new CampaignOptions(scenarios, sizes, results, help);
  }

  private static Sizes resized(Sizes from, String option, String[] arguments, int index) {
    long seed = from.seed();
    int threads = from.threads();
    int manyThreads = from.manyThreads();
    int lostReplies = from.lostReplies();
    int rounds = from.rounds();
    Duration load = from.load();
    switch (option) {
      case "--seed" -> seed = number(arguments, index);
      case "--threads" -> threads = integer(arguments, index);
      case "--many-threads" -> manyThreads = integer(arguments, index);
      case "--lost-replies" -> lostReplies = integer(arguments, index);
      case "--rounds" -> rounds = integer(arguments, index);
      case "--load-millis" -> load = Duration.ofMillis(integer(arguments, index));
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
    return new Sizes(seed, threads, manyThreads, lostReplies, rounds, load);
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }

  private static long number(String[] arguments, int index) {
    String value = value(arguments, index);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          arguments[index - 1] + " takes a whole number, not " + value, e);
    }
  }

  private static int integer(String[] arguments, int index) {
    long number = number(arguments, index);
    if (number != (int) number) {
      throw new IllegalArgumentException(arguments[index - 1] + " is out of bounds: " + number);
    }
    return (int) number;
  }

  private static List<Scenario> scenarios(List<Scenario> known, String value) {
    if (value.equals("all")) {
      return known;
    }
    return List.of(value.split(",")).stream()
        .map(
            name ->
                known.stream()
                    .filter(scenario -> scenario.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "--scenarios takes all or some of "
                                    + names(known)
                                    + ", not "
                                    + name)))
        .toList();
  }

  static String names(List<Scenario> scenarios) {
    return scenarios.stream().map(Scenario::name).collect(Collectors.joining(", "));
  }
}
