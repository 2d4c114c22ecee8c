package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** What the README says of the draft, and of the problems that link to it, is so. */
class DraftTest {

  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  @DisplayName("every row of the draft's table names tests, and every test named is one")
  void testsExist() throws Exception {
    String table = readme().split("## The draft", 2)[1];
    List<String> rows = table.lines().filter(line -> line.matches("\\| \\d.*")).toList();
    assertThat(rows).hasSizeGreaterThan(15);
    List<String> missing = new ArrayList<>();
    for (String row : rows) {
      Matcher test = NAMED.matcher(row);
      assertThat(test.find()).as(row).isTrue();
      do {
        if (!isTest(test.group(1), test.group(2))) {
          missing.add(test.group());
        }
      } while (test.find());
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isTest(String type, String name) {
    try {
      Class<?> tests = Class.forName(DraftTest.class.getPackageName() + "." + type);
      return Arrays.stream(tests.getDeclaredMethods())
          .filter(method -> method.getName().equals(name))
          .anyMatch(DraftTest::isTest);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  @Test
  @DisplayName("the draft's nine MUSTs are all there")
  void musts() throws IOException {
    String table = readme().split("## The draft", 2)[1];
    assertThat(table.lines().filter(line -> line.matches("\\| \\d.*MUST.*"))).hasSize(9);
  }

  @Test
  @DisplayName("keys, their expiry and every problem are documented where problems link to")
  void published() throws IOException {
    String readme = readme();
    for (ProblemKind kind : ProblemKind.values()) {
      assertThat(readme).contains("\n### " + kind.slug() + "\n");
      assertThat(readme.split("## Problems", 2)[0]).contains('`' + kind.slug() + '`');
    }
    assertThat(readme).contains("kept for 24 hours").contains("1 to 255 characters");
  }
}
