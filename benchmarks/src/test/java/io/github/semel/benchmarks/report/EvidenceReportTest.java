package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What the stress tests wrote")
class EvidenceReportTest {

  @TempDir Path folder;

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  @DisplayName("has a row each, and stands without any measurement")
  void rows() throws IOException {
    write(
        "heap-history.json",
        """
        {"kept": true, "counts": {"operations": 1234567, "histories undecided": 39, "lost outcomes": 0}}
        """);
    write(
        "redis-faults.json",
        """
        {"rows": [{"kept": true, "counts": {"operations": 500, "lost outcomes": 2}},
                  {"kept": true, "counts": {"operations": 501}}]}
        """);
    write("heap-soak.json", "{\"verdict\": \"FLAT\"}");
    write(
        "jcstress.json",
        """
        {"stores": [{"forbidden": 0, "failure": "", "outcomes": {"a": 900, "b": 100}}],
         "siblings": [{"forbidden": 3, "failure": "", "outcomes": {"c": 3}}]}
        """);
    assertThat(Report.isWritten(folder)).isTrue();
    assertThat(Report.write(folder))
        .containsPattern(
            "\\[heap-history]\\(heap-history.md\\) +\\| +1,234,567 \\| +0 \\|"
                + " +every history is allowed, but for 39 not decided \\|")
        .containsPattern("redis-faults.md\\) +\\| +1,001 \\| +2 \\| +2 of 2 scenarios as promised")
        .containsPattern("heap-soak.md\\) +\\| +– \\| +– \\| +memory: FLAT \\|")
        .containsPattern(
            "jcstress.md\\) +\\| +1,000 races \\| +– \\| +1 of 1 runs without a forbidden outcome;"
                + " broken siblings found out in 1 of 1");
  }

  @Test
  @DisplayName("is called broken where it was")
  void broken() throws IOException {
    write("a-history.json", "{\"kept\": false, \"counts\": {\"lost outcomes\": 1}}");
    write("b-faults.json", "{\"rows\": [{\"kept\": false, \"counts\": {}}]}");
    write(
        "jcstress.json",
        """
        {"stores": [{"forbidden": 0, "failure": "it crashed", "outcomes": {}},
                    {"forbidden": 1, "failure": "", "outcomes": {"a": 1}}],
         "siblings": [{"forbidden": 0, "failure": "", "outcomes": {}}]}
        """);
    assertThat(Report.write(folder))
        .containsPattern("a-history.md\\) +\\| +0 \\| +1 \\| +BROKEN")
        .contains("0 of 1 scenarios as promised")
        .contains("0 of 2 runs without a forbidden outcome; broken siblings found out in 0 of 1");
  }
}
