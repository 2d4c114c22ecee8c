package io.github.semel.stress.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is concluded and written; by counts that are made up. */
class RaceReportTest {

  private static final Race RACE =
      Race.all().stream().filter(race -> race.name().equals("FullClaim")).findFirst().orElseThrow();
  private static final String RIGHT = "acquired, full, pending / absent";
  private static final String WRONG = "acquired, acquired, pending / pending";

  @Test
  void nothingForbiddenAndTheSiblingFoundOutIsKept() {
    RaceReport report =
        new RaceReport(
            List.of(), List.of(onStore(Map.of(RIGHT, 7L))), List.of(sibling(Map.of(WRONG, 1L))));
    assertThat(report.isKept()).isTrue();
    assertThat(report.page())
        .contains("0 of 7 samples are forbidden, 0 of 1 runs failed")
        .contains("The first was first")
        .doesNotContain("**forbidden**");
  }

  @Test
  void oneForbiddenSampleIsAViolation() {
    RaceReport report =
        new RaceReport(
            List.of(),
            List.of(onStore(Map.of(RIGHT, 7L, WRONG, 1L))),
            List.of(sibling(Map.of(WRONG, 1L))));
    assertThat(report.isKept()).isFalse();
    assertThat(report.page()).contains("1 of 8 samples are forbidden").contains("**forbidden**");
    assertThat(report.json()).contains("\"forbidden\": 1").contains("\"" + WRONG + "\": 1");
  }

  @Test
  void aSiblingThatIsNotFoundOutIsAViolation() {
    RaceReport report =
        new RaceReport(
            List.of(), List.of(onStore(Map.of(RIGHT, 7L))), List.of(sibling(Map.of(RIGHT, 9L))));
    assertThat(report.isKept()).isFalse();
    assertThat(report.verdict()).endsWith("broken siblings were found out in 0 of 1 runs");
  }

  @Test
  void aRaceThatDidNotRunIsAViolation() {
    RaceRun run = new RaceRun(RACE, Subjects.named("heap"), JvmMode.TIERED, 1);
    assertThat(RaceResult.failed(run, "the JVM ended with 3").isPassed()).isFalse();
    assertThat(new RaceResult(run, Map.of(), "").isPassed()).isFalse();
  }

  private static RaceResult onStore(Map<String, Long> outcomes) {
    return new RaceResult(
        new RaceRun(RACE, Subjects.named("heap"), JvmMode.TIERED, 1), outcomes, "");
  }

  private static RaceResult sibling(Map<String, Long> outcomes) {
    return new RaceResult(
        new RaceRun(RACE, Subjects.flawed(RACE.flaws().get(0)), JvmMode.TIERED, 1), outcomes, "");
  }
}
