package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The report on Redis")
class RedisReportTest {

  @TempDir Path folder;

  private String tables = "";

  @BeforeEach
  void write() throws IOException {
    copy(RedisReport.JMH, RedisReport.COMMANDS, RedisReport.ENVIRONMENT);
    tables = Report.write(folder);
  }

  @Test
  @DisplayName("has a table for each number of threads, with each row against the bases")
  void claims() {
    // raw-pooled: 4, 4, 6, 6; semel-pooled: 1, 2, 3, 4, each times 10,000.
    // t(0.9995, 3 degrees) = 12.924
    double rawError = 12.924 * Math.sqrt(4.0 / 3) / 2;
    double pooledError = 12.924 * Math.sqrt(5.0 / 3) / 2;
    double ratioError = 0.5 * Math.hypot(pooledError / 2.5, rawError / 5);

    assertThat(row("8 threads", "raw-pooled"))
        .startsWith("raw-pooled")
        .contains("1")
        .anyMatch(cell -> cell.startsWith("50000 ± "));
    assertThat(row("8 threads", "semel-pooled").get(1)).startsWith("25000 ± ");
    assertThat(row("8 threads", "semel-pooled").get(2))
        .isEqualTo("0.50 ± %.2f ▾".formatted(ratioError));
    assertThat(row("8 threads", "lettuce")).contains("50000 ± ?", "1.00 ± ?");
    assertThat(row("256 virtual threads", "semel-combined"))
        .containsExactly("semel-combined", "80000 ± 0", "–", "–", "4.00 ± 0.00");
  }

  @Test
  @DisplayName("shows the pipeline as the limit of the claims")
  void limit() {
    assertThat(row("8 threads", "the limit")).contains("the limit", "100000 ± 0");
    assertThat(row("1 thread", "semel-combined"))
        .containsExactly("semel-combined", "90000 ± 0", "0.90 ± 0.00 ▾");
  }

  @Test
  @DisplayName("shows the commands of each operation")
  void commands() {
    assertThat(row("commands an operation", "semel-combined"))
        .containsExactly("semel-combined", "2.0", "8.0");
    assertThat(row("commands an operation", "camel")).containsExactly("camel", "1.0", "1.0");
  }

  @Test
  @DisplayName("says what failed and what was left out, what rivals lack and where it was measured")
  void words() throws IOException {
    assertThat(tables)
        .contains("RedisDurability, 32 threads, semel-pooled: see the log")
        .contains("- No claims on virtual threads")
        .contains("a duplicate learns only that it is one")
        .doesNotContain("## Redis: waiting")
        .doesNotContain("| redisson");
    assertThat(Files.readString(folder.resolve(Report.PAGE)))
        .contains(tables, "- Redis: 7.0.15")
        .doesNotContain("## Memory");
  }

  @Test
  @DisplayName("stands behind that on the stores in memory, where both were measured")
  void both() throws IOException {
    copy(Report.JMH, Report.FOOTPRINT, Report.ENVIRONMENT);

    assertThat(Report.write(folder)).contains("## Memory").endsWith(tables);
    assertThat(Files.readString(folder.resolve(Report.PAGE)))
        .contains("- processor: abacus", "- Redis: 7.0.15");
  }

  private void copy(String... names) throws IOException {
    for (String name : names) {
      try (InputStream file = RedisReportTest.class.getResourceAsStream("sample/" + name)) {
        Files.copy(Objects.requireNonNull(file), folder.resolve(name));
      }
    }
  }

  /** The cells of a row in the first table whose header begins so. */
  private List<String> row(String header, String store) {
    return Arrays.stream(tables.split("\n"))
        .dropWhile(line -> !line.startsWith("| " + header))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList())
        .filter(cells -> !cells.isEmpty() && cells.get(0).equals(store))
        .findFirst()
        .orElseThrow();
  }
}
