package io.github.semel.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.semel.example.gateway.GatewayFault;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser makes of the page. */
@Tag("browser")
class PageInBrowserTest {

  /** Names the program where it is not on the PATH. */
  private static final String VARIABLE = "SEMEL_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  @TempDir Path folder;

  @Test
  @DisplayName("the page shows what the service has done, in a browser, and none of it as markup")
  void shown() throws Exception {
    Optional<String> chromium = chromium();
    assumeTrue(chromium.isPresent(), "there is no Chromium here");
    try (TestService service = TestService.create()) {
      service.pay("a", "order-1");
      service.pay("a", "order-1");
      service.pay("<i>b</i>", "order-2");
      service.order(GatewayFault.REPLY_LOST);
      service.pay("c", "order-3");

      String page = look(chromium.get(), service.address());

      assertThat(page)
          .contains("Live.")
          .contains("<dd id=\"requests\">4</dd>")
          .contains("<dd id=\"charges\">3</dd>")
          .contains("<dd id=\"replays\">1</dd>")
          .contains("<dd id=\"inDoubt\">1</dd>")
          .containsPattern("<tr class=\"doubt\"><td class=\"key\">[^<]*c</td>")
          .contains("&lt;i&gt;b&lt;/i&gt;</td>")
          .doesNotContain("<i>");
    }
  }

  private static Optional<String> chromium() {
    String named = System.getenv(VARIABLE);
    return named != null
        ? Optional.of(named)
        : Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
  }

  /** The page as it stands once its scripts have run; nothing may have been complained of. */
  private String look(String chromium, URI address) throws IOException, InterruptedException {
    Path page = folder.resolve("page.html");
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(
                chromium,
                "--headless",
                // Its sandbox asks for rights that a container does not give; the page is ours.
                "--no-sandbox",
                "--no-zygote",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                // The page's own time, which stands still while an answer is awaited.
                "--virtual-time-budget=1500",
                "--dump-dom",
                address.toString())
            .redirectOutput(page.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("Chromium has ended").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    assertThat(Files.readString(said)).doesNotContain(":CONSOLE");
    return Files.readString(page);
  }
}
