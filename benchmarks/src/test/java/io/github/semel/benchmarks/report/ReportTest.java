package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The report")
class ReportTest {

  @TempDir Path folder;

  private String tables = "";

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of(Report.JMH, Report.FOOTPRINT, Report.ENVIRONMENT)) {
      try (InputStream file = ReportTest.class.getResourceAsStream("sample/" + name)) {
        Files.copy(Objects.requireNonNull(file), folder.resolve(name));
      }
    }
    tables = Report.write(folder);
  }

  @Test
  @DisplayName("puts the forks of a benchmark together and sets each store against the bare map")
  void throughput() {
    // heap: 1, 2, 3, 4; map: 4, 4, 6, 6. t(0.9995, 3 degrees) = 12.924
    double heapError = 12.924 * Math.sqrt(5.0 / 3) / 2;
    double mapError = 12.924 * Math.sqrt(4.0 / 3) / 2;
    double ratioError = 0.5 * Math.hypot(heapError / 2.5, mapError / 5);

    List<String> heap = row("millions a second", "heap:");
    assertThat(heap)
        .containsExactly(
            "heap:",
            "2.500 ± %.3f".formatted(heapError),
            "0.50 ± %.2f ▾".formatted(ratioError),
            "3.000 ± ?",
            "–");
    assertThat(row("millions a second", "map")).contains("5.000 ± %.3f".formatted(mapError), "1");
  }

  @Test
  @DisplayName("shows allocation, percentiles of the sampled time and bytes a live entry")
  void others() {
    assertThat(row("bytes an operation", "heap:").get(1)).startsWith("72.0 ±");
    assertThat(row("nanoseconds", "heap:"))
        .containsExactly("heap:", "100", "200", "1,000", "1,000", "1,000");
    assertThat(row("bytes a live entry", "map"))
        .containsExactly("map", "120.0", "40.0", "1,000", "1,000");
  }

  @Test
  @DisplayName("says what failed, what each row lacks, and with which parameters it ran")
  void words() {
    assertThat(tables)
        .contains("Failed", "HotKey, 2 threads, map: see the log")
        .contains("cannot expire")
        .contains("Parameters: live = 1000.")
        .contains("Parameters: completed = 500.");
  }

  @Test
  @DisplayName("leaves out the benchmarks that did not run")
  void leavesOut() {
    assertThat(tables).contains("## Duplicates").doesNotContain("## Zipf").doesNotContain("## Hot");
  }

  @Test
  @DisplayName("is a page that says how to make it again and where it was measured")
  void page() throws IOException {
    String page = Files.readString(folder.resolve(Report.PAGE));

    assertThat(page)
        .startsWith("# ")
        .contains(tables, "mvn -Pcompare verify", "report --results", "- processor: abacus");
  }

  @Test
  @DisplayName("is the same for the same files")
  void same() throws IOException {
    String page = Files.readString(folder.resolve(Report.PAGE));
    Report.write(folder);
    assertThat(folder.resolve(Report.PAGE)).usingCharset(StandardCharsets.UTF_8).hasContent(page);
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
