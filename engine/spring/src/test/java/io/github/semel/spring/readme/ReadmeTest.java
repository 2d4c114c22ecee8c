package io.github.semel.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README shows is what the tests compile. */
class ReadmeTest {

  /** The folder of the starter, also for the module inside it that tests Boot 4. */
  private static Path module() {
    return Files.exists(Path.of("README.md")) ? Path.of("") : Path.of("..");
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  @DisplayName("the Java in the README compiles")
  void compiles() throws IOException {
    String readme = Files.readString(module().resolve("README.md"));
    Path examples =
        module().resolve("src/test/java/io/github/semel/spring/readme/ReadmeExamples.java");
    String compiled = words(Files.readString(examples));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    do {
      assertThat(compiled).contains(words(block.group(1)));
    } while (block.find());
  }
}
