package io.github.semel.redis.readme;

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

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static String words(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private static String test(String file) throws IOException {
    return words(Files.readString(Path.of("src/test/java/io/github/semel/redis/" + file)));
  }

  @Test
  @DisplayName("the Java in the README compiles")
  void compiles() throws IOException {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    do {
      assertThat(test("readme/ReadmeExamples.java")).contains(words(block.group(1)));
    } while (block.find());
  }

  @Test
  @DisplayName("the permissions in the README are those that the tests run with")
  void permissions() throws IOException {
    Matcher rules =
        Pattern.compile("on >password (.*)").matcher(Files.readString(Path.of("README.md")));
    assertThat(rules.find()).isTrue();
    assertThat(test("SecurityTest.java").replace("\" + \"", "")).contains(rules.group(1));
  }
}
