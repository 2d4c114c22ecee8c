package io.github.semel.benchmarks.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.choose.Workload.Survive;
import io.github.semel.benchmarks.report.Candidates;
import io.github.semel.benchmarks.report.Measured;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The code that a choice gives to paste")
class CodeTest {

  private static final String AROUND =
      """
      import io.github.semel.*;
      import io.github.semel.chronicle.*;
      import io.github.semel.compact.*;
      import io.github.semel.heap.*;
      import io.github.semel.redis.*;
      import java.nio.file.Path;
      import java.time.Duration;

      class Pasted {
        void open() throws Exception {
          %s
        }
      }
      """;

  @TempDir Path classes;

  @Test
  @DisplayName("compiles, for each store")
  void compiles() throws IOException {
    Workload workload =
        new Workload(
            100, 256, Duration.ofHours(24), 0, 1, Survive.NOTHING, 5_000, 800_000_000_000L);
    Workload durable =
        new Workload(
            100, 256, Duration.ofHours(24), 0, 1, Survive.HOST_LOSS, 5_000, 800_000_000_000L);
    for (Candidate candidate : Candidates.read(Measured.FOLDER)) {
      assertCompiles(Chooser.choose(workload, List.of(candidate)).code());
      if (candidate.kind() == Candidate.Kind.SERVER) {
        assertCompiles(Chooser.choose(durable, List.of(candidate)).code());
      }
    }
  }

  private void assertCompiles(String code) {
    assertThat(code).isNotEmpty();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-d", classes.toString(), "-proc:none"),
                null,
                List.of(new Source(AROUND.formatted(code))))
            .call();
    assertThat(compiled).as(code + "\n" + said).isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Pasted.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
