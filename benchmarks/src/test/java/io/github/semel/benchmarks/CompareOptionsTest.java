package io.github.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.semel.benchmarks.CompareOptions.Extent;
import io.github.semel.benchmarks.CompareOptions.Suite;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

@DisplayName("The options of a comparison")
class CompareOptionsTest {

  @Test
  @DisplayName("have defaults: all suites, our own stores and all rivals, the closest when quick")
  void defaults() {
    CompareOptions options = parse("--full");

    assertThat(options.extent()).isEqualTo(Extent.FULL);
    assertThat(options.stores())
        .containsExactly(
            "heap:",
            "heap: (again)",
            "compact:",
            CompareOptions.OFF_HEAP,
            "map",
            "map+clock",
            "map+copy",
            "caffeine",
            "camel",
            "ehcache",
            "guava",
            "mapdb",
            "spring-integration");
    assertThat(options.results()).isEqualTo(Path.of("results"));
    assertThat(options.suites())
        .containsExactly(Suite.HEAP, Suite.CHRONICLE, Suite.REDIS, Suite.LOAD, Suite.HTTP);
    assertThat(parse().extent()).isEqualTo(Extent.QUICK);
    assertThat(parse().stores())
        .containsExactly(
            "heap:", "heap: (again)", "compact:", CompareOptions.OFF_HEAP, "map", "caffeine");
  }

  @Test
  @DisplayName("are all read")
  void all() {
    CompareOptions options =
        parse(
            "--full",
            "--suites",
            "redis",
            "--stores",
            "map,heap:?maxEntries=9",
            "--threads",
            "1,8",
            "--forks",
            "7",
            "--results",
            "r",
            "--heap",
            "3g");

    assertThat(options.extent()).isEqualTo(Extent.FULL);
    assertThat(options.stores())
        .containsExactly("map", "heap:?maxEntries=9", "heap:?maxEntries=9 (again)");
    assertThat(options.threads()).containsExactly(1, 8);
    assertThat(options.forks()).isEqualTo(7);
    assertThat(options.suites()).containsExactly(Suite.REDIS);
    assertThat(options.results()).isEqualTo(Path.of("r"));
    assertThat(options.heap()).isEqualTo("3g");
  }

  @Test
  @DisplayName("that nobody knows are refused with a word for the user")
  void refused() {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--slow"))
        .withMessageContaining("--slow");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--threads", "0"))
        .withMessageContaining("1 to 64");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--full", "--forks", "0"))
        .withMessageContaining("--forks 0")
        .withMessageContaining("1 to 100");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--forks", "2"))
        .withMessageContaining("with --full");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--results"))
        .withMessageContaining("--results");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--quick", "--full"))
        .withMessageContaining("mutually exclusive");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--stores", "abacus"))
        .withMessageContaining("abacus");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--suites", "disk"))
        .withMessageContaining("HEAP, CHRONICLE, REDIS, LOAD, HTTP");
  }

  static CompareOptions parse(String... arguments) {
    CompareCommand command = new CompareCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return command.options();
  }
}
