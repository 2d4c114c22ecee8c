package io.github.semel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** The text without indentation and blank lines, which differ between a page and a class. */
  private static String lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  @Test
  @DisplayName("every block of Java in the README is code that compiles")
  void compiles() throws IOException {
    // Surefire runs in the module's folder, engine/core.
    String readme = Files.readString(Path.of("../../README.md"));
    String examples =
        lines(Files.readString(Path.of("src/test/java/io/github/semel/readme/ReadmeExamples.java")))
            // The store on Redis is shown as its own module's examples have it.
            + lines(
                Files.readString(
                    Path.of(
                        "../redis/src/test/java/io/github/semel/redis/readme",
                        "ReadmeExamples.java")))
            // The example of a contract test is the in-heap store's own, in the module above.
            + lines(
                Files.readString(
                    Path.of(
                        "../testkit/src/test/java/io/github/semel/testkit/stores",
                        "ConcurrentHashMapStoreContractTest.java")));
    List<String> blocks = new ArrayList<>();
    for (Matcher block = JAVA_BLOCK.matcher(readme); block.find(); ) {
      blocks.add(lines(block.group(1)));
    }
    assertThat(blocks)
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(block -> assertThat(examples).contains(block));
  }

  @Test
  @DisplayName("what the README's first examples say is what they do")
  void runs() {
    ReadmeExamples.Gateway gateway =
        new ReadmeExamples.Gateway() {
          @Override
          public String charge(String idempotencyKey, int amount) {
            return "charged " + amount;
          }

          @Override
          public Optional<String> findCharge(String idempotencyKey) {
            return Optional.empty();
          }
        };
    assertThat(ReadmeExamples.executor("r-1", "pay 10", gateway)).isEqualTo("charged 10");
    try (IdempotencyStore store = ConcurrentHashMapStore.create()) {
      assertThat(ReadmeExamples.protocol(store, "k", "pay")).isEqualTo("done");
      assertThat(ReadmeExamples.protocol(store, "k", "pay"))
          .isEqualTo("done before, with SUCCESS(36 bytes)");
      assertThat(ReadmeExamples.protocol(store, "k", "other"))
          .isEqualTo("this key belongs to another request");
      ReadmeExamples.operator(store, "k", true, new byte[5]);
      assertThat(ReadmeExamples.protocol(store, "k", "pay"))
          .isEqualTo("done before, with SUCCESS(5 bytes)");
      ReadmeExamples.operator(store, "k", false, new byte[0]);
      assertThat(
              store.claim(
                  "k",
                  Fingerprint.of("pay"),
                  io.github.semel.ClaimTerms.of(
                      java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(1))))
          .isInstanceOf(io.github.semel.Ticket.class);
    }
  }
}
