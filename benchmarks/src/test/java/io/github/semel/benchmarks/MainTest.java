package io.github.semel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.report.Measured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The command line")
class MainTest {

  private static final List<String> WORKLOAD =
      List.of(
          "choose",
          "--no-measure",
          "--results",
          Measured.FOLDER.toString(),
          "--rate",
          "2000",
          "--value-size",
          "512B",
          "--ttl",
          "24h",
          "--duplicates",
          "5%",
          "--p99",
          "5ms");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("says what there is and what each takes")
  void help() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("compare", "choose", "report", "jmh");
    for (String command : List.of("compare", "choose", "report")) {
      assertThat(run(command, "--help")).isZero();
    }
    assertThat(out.toString(UTF_8)).contains("--quick", "--survive", "process-crash");
  }

  @Test
  @DisplayName("refuses what it does not know, and a choice without a workload")
  void refuses() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("sing")).isEqualTo(2);
    assertThat(run("compare", "--slow")).isEqualTo(2);
    assertThat(run("choose", "--rate", "2000")).isEqualTo(2);
    assertThat(err.toString()).contains("--value-size", "--ttl");
    assertThat(run("choose", "--rate", "0", "--value-size", "1B", "--ttl", "1s")).isEqualTo(2);
    assertThat(err.toString()).contains("rate must be above 0");
  }

  @Test
  @DisplayName("chooses from what was measured, and says by its exit status whether anything fits")
  void choose() {
    assertThat(run("--instances", "3", "--survive", "host-loss", "--memory", "8GB")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("None fits.");
    assertThat(run("--instances", "3", "--survive", "host-loss", "--memory", "128GB")).isZero();
    assertThat(out.toString(UTF_8)).contains("Take redis:", "Durability.replicas(1");
  }

  @Test
  @DisplayName("takes a store of somebody else by its URI")
  void foreign() {
    assertThat(run("--memory", "8GB", "--stores", "heap:?maxEntries=9")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("not heap:?maxEntries=9 – what its records take was not measured");
    assertThat(run("--stores", "abacus:")).isEqualTo(2);
    assertThat(err.toString()).contains("abacus");
  }

  /** The options of a choice come after its workload. */
  private int run(String... arguments) {
    boolean choice = arguments.length > 0 && arguments[0].startsWith("--") && !isHelp(arguments);
    return Main.run(
        new PrintStream(out, true, UTF_8),
        new PrintWriter(err, true),
        choice
            ? Stream.concat(WORKLOAD.stream(), Stream.of(arguments)).toArray(String[]::new)
            : arguments);
  }

  private static boolean isHelp(String... arguments) {
    return arguments[0].equals("--help");
  }
}
