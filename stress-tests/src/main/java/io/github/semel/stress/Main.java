package io.github.semel.stress;

import io.github.semel.stress.chronicle.Kills;
import io.github.semel.stress.redis.ClusterFaults;
import io.github.semel.stress.redis.Failover;
import io.github.semel.stress.redis.LostReplies;
import io.github.semel.stress.redis.Partition;
import io.github.semel.stress.redis.ServerFaults;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What {@code mvn -Pcampaign verify} runs. */
public final class Main {

  private Main() {}

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

  static String usage() {
    Sizes full = Sizes.full();
    return """
        io.github.semel.stress.Main run [OPTION]...

          --scenarios A,B,...  all unless given: %s
          --seed N             from which faults and keys are drawn; %d unless given
          --threads N          platform threads of each load; %d unless given
          --many-threads N     virtual threads (before Java 21: platform threads) of the variants
                               that have many; %d unless given
          --lost-replies N     how many replies of claim, and of complete, are lost per variant;
                               %d unless given
          --rounds N           how often each other fault is repeated; %d unless given
          --load-millis N      how long a load runs before a fault; %d unless given
          --small              sizes for a first look; options after it change them
          --results DIR        where <store>-faults.json and .md are written; results unless
                               given
          --help               this
        """
        .formatted(
            CampaignOptions.names(scenarios()),
            full.seed(),
            full.threads(),
            full.manyThreads(),
            full.lostReplies(),
            full.rounds(),
            full.load().toMillis());
  }

  /**
   * Runs a command; the exit status is 0 when every promise was kept, 1 when one was not, 2 for bad
   * arguments.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // The tables are not ASCII, and Java 17 would ask the locale.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out));
  }

  static int run(String[] arguments, PrintStream out) throws IOException, InterruptedException {
    String command = arguments.length == 0 ? "" : arguments[0];
    if (!command.equals("run")) {
      out.print(usage());
      return command.endsWith("help") ? 0 : 2;
    }
    CampaignOptions options;
    try {
      options =
          CampaignOptions.parse(scenarios(), Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(usage());
      return 2;
    }
    if (options.help()) {
      out.print(usage());
      return 0;
    }
    return Campaign.run(options, out) ? 0 : 1;
  }
}
