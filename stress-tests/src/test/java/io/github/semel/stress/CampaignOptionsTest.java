package io.github.semel.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignOptionsTest {

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--colour            | unknown option --colour",
        "--seed              | --seed needs a value",
        "--seed red          | --seed takes a whole number, not red",
        "--threads 0         | --threads must be 1 to 10000, but is 0",
        "--threads 99999999999 | --threads is out of bounds: 99999999999",
        "--load-millis 9     | --load-millis must be 10 to 600000, but is 9",
        "--scenarios fire    | --scenarios takes all or some of lost-replies, failover, partition,"
            + " cluster, server, kills, not fire",
      })
  void badOptionsAreRefused(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theCommandLineSaysHowItIsUsed() throws Exception {
    assertThat(run("--help")).startsWith("0 io.github.semel.stress.Main run [OPTION]...");
    assertThat(run("run", "--help")).startsWith("0 io.github.semel.stress.Main run");
    assertThat(run()).startsWith("2 io.github.semel.stress.Main run");
    assertThat(run("run", "--rounds", "0")).startsWith("2 --rounds must be 1 to 1000, but is 0");
  }

  private static CampaignOptions parse(String... arguments) {
    return CampaignOptions.parse(Main.scenarios(), arguments);
  }

  private static String run(String... arguments) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status = Main.run(arguments, new PrintStream(printed, true, StandardCharsets.UTF_8));
    return status + " " + printed.toString(StandardCharsets.UTF_8);
  }
}
