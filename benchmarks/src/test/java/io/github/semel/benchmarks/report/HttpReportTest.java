package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The part of the page on HTTP")
class HttpReportTest {

  @TempDir Path folder;

  @Test
  @DisplayName("sets each round with keys against the bare ones around it, and has a chart")
  void rows() throws Exception {
    Files.writeString(
        folder.resolve(HttpReport.MEASURED),
        """
        [{"server": "JDK HttpServer", "connections": 32, "roundMillis": 1000,
          "bare": [1000, 2000, 3000], "keys": [880, 1800, 2850], "again": [1200, 2000, 3000]}]
        """);
    assertThat(Report.isWritten(folder)).isTrue();

    String page = Report.write(folder);

    // 880 of 1,100 are 0.8, 1,800 of 2,000 are 0.9, 2,850 of 3,000 are 0.95.
    assertThat(page)
        .contains("## HTTP: what keys take")
        .containsPattern(
            "\\| JDK HttpServer +\\| +32 \\| +3 \\| +2,000 \\| +1\\.000 \\| +1,800 \\| +0\\.900 ▾ \\| +0\\.900 to 0\\.950 \\|");
    assertThat(Files.readString(folder.resolve("http.svg"))).contains("JDK HttpServer, keys");
    assertThat(Files.readString(folder.resolve(Report.INDEX))).contains("what idempotency keys");
  }

  @Test
  @DisplayName("says what failed")
  void failures() throws Exception {
    Files.writeString(folder.resolve(HttpReport.MEASURED), "[]");
    Files.writeString(
        folder.resolve(HttpReport.ENVIRONMENT),
        "{\"environment\": {}, \"failures\": [\"Jetty 12 servlet: see the log\"]}");

    assertThat(Report.write(folder)).contains("missing below:** Jetty 12 servlet");
    assertThat(folder.resolve("http.svg")).doesNotExist();
  }
}
