package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadReportTest {

  private static final String ROW =
      """
      {"question": "%s", "store": "%s", "live": 1000, "responseBytes": 200, "threads": 1,
       "rate": %d, "heap": "2g", "collector": "G1", "nanos": 2000000000, "requests": %d,
       "processorNanos": %d, "pauses": 3, "pausedMillis": 40, "longestPauseMillis": 25,
       "p50": 1100, "p99": 2200, "p99.9": 3300, "p99.99": 4400, "p100": 5500,
       "entries": 1100, "heapBytes": 300000}""";

  @TempDir Path folder;

  @Test
  @DisplayName("rates and costs stand beside the map's with as many live entries")
  void capacity() throws Exception {
    String page =
        write(
            ROW.formatted("CAPACITY", "map", 0, 2_000_000, 4_000_000_000L),
            ROW.formatted("CAPACITY", "compact:?maxEntries=9", 0, 3_000_000, 3_000_000_000L));

    assertThat(page)
        .containsPattern(
            "\\| compact: +\\| +1,000 \\| +200 \\| +1\\.500 \\| +1\\.50 \\| +1,000 \\| +0\\.50 \\| +300\\.0 \\|");
  }

  @Test
  @DisplayName("a load that did not keep up has no times")
  void waits() throws Exception {
    String page =
        write(
            ROW.formatted("WAIT", "heap:", 1_000, 1_990, 1),
            ROW.formatted("WAIT", "map", 1_000, 1_900, 1));

    assertThat(page)
        .containsPattern(
            "\\| heap: +\\| +1,000 \\| +1,000 \\| +995 \\| +– \\| +1\\.1 \\| +2\\.2 \\|")
        .containsPattern("\\| map +\\| +1,000 \\| +1,000 \\| +950 \\| +– \\| +– \\| +– \\|");
  }

  @Test
  @DisplayName("a load whose generator was late has no times")
  void late() throws Exception {
    String page =
        write(
            ROW.formatted("WAIT", "heap:", 1_000, 2_000, 1)
                .replace("\"p50\"", "\"late50\": 550, \"p50\""),
            ROW.formatted("WAIT", "map", 1_000, 2_000, 1)
                .replace("\"p50\"", "\"late50\": 560, \"p50\""));

    assertThat(page)
        .containsPattern("\\| heap: +\\| +1,000 \\| +1,000 \\| +1,000 \\| +0\\.[56] \\| +1\\.1 \\|")
        .containsPattern("\\| map +\\| +1,000 \\| +1,000 \\| +1,000 \\| +0\\.6 \\| +– \\|");
  }

  @Test
  @DisplayName("ours is marked where it is behind")
  void behind() throws Exception {
    String page =
        write(
            ROW.formatted("CAPACITY", "map", 0, 2_000_000, 4_000_000_000L),
            ROW.formatted("CAPACITY", "heap:", 0, 1_000_000, 3_000_000_000L));

    assertThat(page).containsPattern("\\| 0\\.50 ▾ \\| +3,000 \\| +1\\.50 ▾ \\|");
  }

  @Test
  @DisplayName("pauses are set against a minute")
  void collector() throws Exception {
    String page = write(ROW.formatted("COLLECTOR", "heap:", 1_000, 2_000, 4_000_000));

    assertThat(page)
        .containsPattern(
            "\\| heap: +\\| +G1 \\| +1,000 \\| +1,000 \\| +3 \\| +1,200 \\| +25 \\| +2,000 \\|");
  }

  private String write(String... rows) throws Exception {
    Files.writeString(folder.resolve(LoadReport.MEASURED), "[" + String.join(",", rows) + "]");
    Files.writeString(
        folder.resolve(LoadReport.ENVIRONMENT), "{\"environment\": {}, \"failures\": []}");
    assertThat(Report.isWritten(folder)).isTrue();
    return Report.write(folder);
  }
}
