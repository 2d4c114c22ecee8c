package io.github.semel.http.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README shows is what the tests run. */
class ReadmeTest {

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static String words(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  @Test
  @DisplayName("the Java in the README compiles")
  void compiles() throws IOException {
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
    Path examples = Path.of("src/test/java/io/github/semel/http/readme/ReadmeExamples.java");
    assertThat(block.find()).isTrue();
    do {
      assertThat(words(Files.readString(examples))).contains(words(block.group(1)));
    } while (block.find());
  }
}
