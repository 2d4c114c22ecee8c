package io.github.semel.stress.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RacesCommandTest {

  @TempDir Path results;

  @Test
  void aRaceIsRunOnAStoreAndItsSiblingIsFoundOut() throws Exception {
    String printed =
        run(
            "--stores=heap",
            "--tests=AmendAmend",
            "--millis=20",
            "--iterations=1",
            "--rounds=2",
            "--results=" + results);
    assertThat(printed)
        .startsWith("0 ")
        .contains("AmendAmend on heap, tiered: passed")
        .contains("AmendAmend on flawed-AMENDMENT_CHECKS_THEN_ACTS, tiered: found out")
        .contains("0 of 1 runs failed; broken siblings were found out in 2 of 2 runs");
    assertThat(Files.readString(results.resolve("jcstress.md")))
        .contains("Of two amendments of one version, exactly one is made.")
        .contains("2 of 2");
    assertThat(Files.readString(results.resolve("jcstress.json")))
        .contains("\"race\": \"AmendAmend\", \"store\": \"heap\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--quick --long   | --quick and --long exclude each other",
        "--millis 0       | --millis must be 1 to 600000, but is 0",
        "--stores paper   | --stores takes some of [chronicle, compact,",
        "--tests Nothing  | --tests takes a part of [AmendAmend,",
        "--tests (        | --tests is no regular expression: Unclosed group",
      })
  void badOptionsAreRefused(String options, String message) {
    assertThat(run(options.split(" "))).startsWith("2 " + message).contains("Usage: jcstress");
  }

  @Test
  void everyRaceHasASiblingAndEveryFlawIsFoundByOne() {
    assertThat(Race.all()).allMatch(race -> !race.flaws().isEmpty() && !race.invariant().isEmpty());
    assertThat(Race.all().stream().flatMap(race -> race.flaws().stream())).contains(Flaw.values());
  }

  private static String run(String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed);
    int status =
        new CommandLine(new RacesCommand()).setOut(writer).setErr(writer).execute(arguments);
    return status + " " + printed;
  }
}
