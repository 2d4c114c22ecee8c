package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The pages in results, and the figures of the README")
class CommittedReportTest {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Path RESULTS = REPOSITORY.resolve("results");

  @TempDir Path copy;

  @BeforeEach
  void report() throws IOException {
    Path results = Files.createDirectory(copy.resolve("results"));
    for (Path file : files(RESULTS, ".json")) {
      Files.copy(file, results.resolve(file.getFileName()));
    }
    Files.copy(REPOSITORY.resolve("README.md"), copy.resolve("README.md"));
    Report.write(results);
  }

  @Test
  @DisplayName("say what the raw files beside them say")
  void same() throws IOException {
    assertThat(copy.resolve("README.md"))
        .usingCharset(StandardCharsets.UTF_8)
        .hasSameTextualContentAs(REPOSITORY.resolve("README.md"), StandardCharsets.UTF_8);
    for (String page : List.of("README.md", "index.html")) {
      assertThat(copy.resolve("results").resolve(page))
          .usingCharset(StandardCharsets.UTF_8)
          .as("run the report, see results/README.md")
          .hasSameTextualContentAs(RESULTS.resolve(page), StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("come with their charts and no others")
  void charts() throws IOException {
    List<Path> made = files(copy.resolve("results"), ".svg");

    assertThat(made).isNotEmpty();
    assertThat(made.stream().map(Path::getFileName))
        .containsExactlyElementsOf(files(RESULTS, ".svg").stream().map(Path::getFileName).toList());
    for (Path chart : made) {
      assertThat(chart)
          .usingCharset(StandardCharsets.UTF_8)
          .hasSameTextualContentAs(RESULTS.resolve(chart.getFileName()), StandardCharsets.UTF_8);
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
