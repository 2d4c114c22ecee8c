package io.github.semel.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FaultsCommandTest {

  @Test
  void withoutOptionsEverythingRunsInFull() {
    CampaignOptions options = parse();
    assertThat(options.scenarios())
        .extracting(Scenario::name)
        .containsExactly("lost-replies", "failover", "partition", "cluster", "server", "kills");
    assertThat(options.sizes()).isEqualTo(Sizes.full());
    assertThat(options.results()).isEqualTo(Path.of("results"));
  }

  @Test
  void optionsAreRead() {
    CampaignOptions options =
        parse(
            "--small",
            "--scenarios",
            "server,failover",
            "--seed",
            "-7",
            "--threads",
            "3",
            "--many-threads",
            "20",
            "--lost-replies",
            "44",
            "--rounds",
            "2",
            "--load-millis",
            "70",
            "--results",
            "there");
    assertThat(options.scenarios())
        .extracting(Scenario::name)
        .containsExactly("server", "failover");
    assertThat(options.sizes()).isEqualTo(new Sizes(-7, 3, 20, 44, 2, Duration.ofMillis(70)));
    assertThat(options.results()).isEqualTo(Path.of("there"));
  }

  @Test
  void smallSizesAreOverruledByName() {
    assertThat(parse("--rounds", "9", "--small").sizes())
        .isEqualTo(new Sizes(1, 8, 100, 300, 9, Duration.ofMillis(500)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--colour            | Unknown option: '--colour'",
        "--seed              | Missing required parameter for option '--seed' (N)",
        "--seed red          | Invalid value for option '--seed': 'red' is not a long",
        "--threads 0         | --threads must be 1 to 10000, but is 0",
        "--load-millis 9     | --load-millis must be 10 to 600000, but is 9",
        "--scenarios fire    | --scenarios takes all or some of lost-replies, failover, partition,"
            + " cluster, server, kills, not fire",
      })
  void badOptionsAreRefused(String arguments, String message) {
    assertThat(run(("faults " + arguments).split(" ")))
        .startsWith("2 " + message)
        .contains("Usage: stress-tests faults");
  }

  @Test
  void theCommandLineSaysHowItIsUsed() {
    assertThat(run("--help")).startsWith("0 Usage: stress-tests [-hV] COMMAND");
    assertThat(run("faults", "--help"))
        .startsWith("0 Usage: stress-tests faults")
        .contains("Sizes that are not given: --seed 1 --threads 8");
    assertThat(run()).startsWith("2 a command is needed");
    assertThat(run("run")).startsWith("2 Unmatched argument");
  }

  private static CampaignOptions parse(String... arguments) {
    FaultsCommand command = new FaultsCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.options();
  }

  private static String run(String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed);
    return Main.run(arguments, writer, writer) + " " + printed;
  }
}
