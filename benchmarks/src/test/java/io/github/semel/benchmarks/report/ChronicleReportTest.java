package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleReportTest {

  @TempDir Path folder;

  @Test
  @DisplayName("the page has a row for each phase, and the part stands without the others")
  void rows() throws Exception {
    Files.writeString(
        folder.resolve(ChronicleReport.MEASURED),
        """
        [{"records": 1000, "phase": "make and fill", "openMicros": 12345, "fillMicros": 2500,
          "fileBytes": 400000, "heapBytes": 5000},
         {"records": 1000, "phase": "recover", "openMicros": 1000000, "fillMicros": 0,
          "fileBytes": 400000, "heapBytes": -10}]
        """);
    assertThat(Report.isWritten(folder)).isTrue();
    String page = Report.write(folder);
    assertThat(page)
        .contains("## Chronicle Map: a file and its restarts")
        .containsPattern(
            "\\| 1,000 +\\| +make and fill \\| +12\\.3 \\| +2\\.50 \\| +400\\.0 \\| +5\\.00 \\|")
        .containsPattern("\\| 1,000 +\\| +recover \\| +1,000\\.0 \\| +– \\| +400\\.0 \\|");
  }
}
