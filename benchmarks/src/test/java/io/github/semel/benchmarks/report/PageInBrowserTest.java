package io.github.semel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
@DisplayName("The page in a browser")
class PageInBrowserTest {

  private static final Path PICTURES = Path.of("target");

  @TempDir Path folder;
  @TempDir Path profile;

  private Optional<Chromium> started = Optional.empty();
  private URI page = URI.create("about:blank");

  @BeforeEach
  void open() throws IOException, InterruptedException {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "there is no Chromium here");
    try (Stream<Path> files = Files.list(Measured.FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    for (String name : List.of(Report.JMH, Report.FOOTPRINT, Report.ENVIRONMENT)) {
      try (InputStream file = getClass().getResourceAsStream("sample/" + name)) {
        Files.copy(Objects.requireNonNull(file), folder.resolve(name));
      }
    }
    Report.write(folder);
    page = folder.resolve(Report.INDEX).toUri();
    started = Optional.of(Chromium.start(program.get(), profile));
    browser().open(page);
  }

  @AfterEach
  void close() {
    started.ifPresent(Chromium::close);
  }

  private Chromium browser() {
    return started.orElseThrow();
  }

  @Test
  @DisplayName("has its charts, each of them to be seen")
  void charts() throws IOException {
    long written;
    try (Stream<Path> files = Files.list(folder)) {
      written = files.filter(file -> file.toString().endsWith(".svg")).count();
    }

    assertThat(written).isPositive();
    assertThat(
            browser()
                .evaluate(
                    "[...document.querySelectorAll('figure svg')].filter(it =>"
                        + " it.getBoundingClientRect().height > 50).length"))
        .isEqualTo(String.valueOf(written));
  }

  @Test
  @DisplayName("answers anew when an input of its chooser changes")
  void chooser() {
    assertThat(browser().evaluate("answer.querySelector('h2').textContent"))
        .isEqualTo("Take compact:");

    set("instances", "3");
    assertThat(browser().evaluate("answer.querySelector('h2').textContent"))
        .isEqualTo("Take redis:");
    assertThat(browser().evaluate("answer.textContent")).contains("serves one process, not 3");

    set("memory", "0.1");
    assertThat(browser().evaluate("answer.querySelector('h2').textContent")).isEqualTo("None fits");

    set("rate", "");
    assertThat(browser().evaluate("answer.textContent")).contains("missing or out of its bounds");
  }

  private void set(String input, String value) {
    browser()
        .evaluate(
            "(() => { const it = document.forms[0].elements['%s']; it.value = '%s';"
                    .formatted(input, value)
                + " it.dispatchEvent(new Event('input', {bubbles: true})); })()");
  }

  @Test
  @DisplayName("asks for nothing but itself, and has nothing to complain of")
  void quiet() {
    assertThat(browser().requests()).containsOnly(page.toString());
    assertThat(browser().complaints()).isEmpty();

    // That either would have been noticed:
    browser()
        .evaluate("(() => { console.error('x'); fetch('http://127.0.0.1:9/').catch(() => 0) })()");
    assertThat(browser().complaints()).isNotEmpty();
  }

  @Test
  @DisplayName("is light for who prefers it light, and dark for the others")
  void schemes() throws IOException {
    browser().prefer("light");
    String light = ground();
    browser().screenshot(PICTURES.resolve("page-light.png"), 1_100, 1_600);
    browser().prefer("dark");
    browser().screenshot(PICTURES.resolve("page-dark.png"), 1_100, 1_600);

    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(ground()).isEqualTo("rgb(13, 17, 23)");
  }

  private String ground() {
    return browser().evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
