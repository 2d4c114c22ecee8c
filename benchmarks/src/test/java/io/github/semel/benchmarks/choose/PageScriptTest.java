package io.github.semel.benchmarks.choose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.report.Candidates;
import io.github.semel.benchmarks.report.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

@DisplayName("The script of the page")
class PageScriptTest {

  @TempDir Path nothing;

  @Test
  @DisplayName("chooses as the command line does, and says the same")
  void same() throws IOException {
    for (Path folder : List.of(Measured.FOLDER, nothing)) {
      List<Candidate> candidates = Candidates.read(folder);
      for (Workload workload : Workloads.all().keySet()) {
        assertThat(chosenByScript(workload, candidates))
            .as(workload.toString())
            .isEqualTo(inWords(Chooser.choose(workload, candidates)));
      }
    }
  }

  private static String inWords(Choice choice) {
    return Stream.of(
            Stream.of(choice.records()),
            choice.verdicts().stream()
                .map(
                    verdict ->
                        verdict.candidate().name()
                            + "|"
                            + verdict.outcome()
                            + "|"
                            + verdict.reason()),
            choice.gives().stream(),
            Stream.of(choice.code()))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private static String chosenByScript(Workload workload, List<Candidate> candidates)
      throws IOException {
    String call =
        String.format(
            Locale.ROOT,
            "(() => { const c = choose({rate: %s, valueBytes: %d, ttlSeconds: %s, duplicates: %s,"
                + " instances: %d, survive: '%s', p99Micros: %d, memoryBytes: %d}, %s);"
                + " return [c.records].concat("
                + "c.verdicts.map((v) => v.name + '|' + v.outcome + '|' + v.reason), c.gives,"
                + " [c.code]).join('\\n'); })()",
            workload.rate(),
            workload.valueBytes(),
            workload.ttl().toMillis() / 1e3,
            workload.duplicates(),
            workload.instances(),
            workload.survive(),
            workload.p99Micros(),
            workload.memoryBytes(),
            Candidates.toJson(candidates));
    try (Context context = Context.enter()) {
      context.setLanguageVersion(Context.VERSION_ES6);
      ScriptableObject scope = context.initStandardObjects();
      context.evaluateString(scope, script(), "chooser.js", 1, null);
      return Context.toString(context.evaluateString(scope, call, "call", 1, null));
    }
  }

  private static String script() throws IOException {
    try (InputStream file = Candidates.class.getResourceAsStream("chooser.js")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
    }
  }
}
