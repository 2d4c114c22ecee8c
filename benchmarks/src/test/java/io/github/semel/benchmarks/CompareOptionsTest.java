package io.github.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.semel.benchmarks.CompareOptions.Extent;
import io.github.semel.benchmarks.CompareOptions.Suite;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The options of a comparison")
class CompareOptionsTest {

  @Test
  @DisplayName("have defaults: a quick look at our own stores and all rivals")
  void defaults() {
    CompareOptions options = CompareOptions.parse();

    assertThat(options.extent()).isEqualTo(Extent.QUICK);
    assertThat(options.stores())
        .containsExactly(
            "heap:",
            "heap: (again)",
            "compact:",
            CompareOptions.OFF_HEAP,
            "map",
            "map+clock",
            "map+copy",
            "caffeine",
            "camel",
            "guava",
            "spring-integration");
    assertThat(options.results()).isEqualTo(Path.of("results"));
    assertThat(options.suites())
        .containsExactly(Suite.HEAP, Suite.CHRONICLE, Suite.REDIS, Suite.LOAD);
  }

  @Test
  @DisplayName("are all read")
  void all() {
    CompareOptions options =
        CompareOptions.parse(
            "--full",
            "--suites",
            "redis",
            "--stores",
            "map,heap:?maxEntries=9",
            "--threads",
            "1,8",
            "--results",
            "r",
            "--heap",
            "3g");

    assertThat(options.extent()).isEqualTo(Extent.FULL);
    assertThat(options.stores())
        .containsExactly("map", "heap:?maxEntries=9", "heap:?maxEntries=9 (again)");
    assertThat(options.threads()).containsExactly(1, 8);
    assertThat(options.suites()).containsExactly(Suite.REDIS);
    assertThat(options.results()).isEqualTo(Path.of("r"));
    assertThat(options.heap()).isEqualTo("3g");
  }

  @Test
  @DisplayName("that nobody knows are refused with a word for the user")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompareOptions.parse("--slow"))
        .withMessageContaining("--slow");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompareOptions.parse("--threads", "0"))
        .withMessageContaining("1 to 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompareOptions.parse("--results"))
        .withMessageContaining("needs a value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompareOptions.parse("--stores", "abacus"))
        .withMessageContaining("abacus");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompareOptions.parse("--suites", "disk"))
        .withMessageContaining("heap, chronicle, redis and load");
  }
}
