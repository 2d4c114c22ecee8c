package io.github.semel.benchmarks.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.semel.benchmarks.choose.Verdict.Outcome;
import io.github.semel.benchmarks.choose.Workload.Survive;
import io.github.semel.benchmarks.report.Candidates;
import io.github.semel.benchmarks.report.Measured;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The choice of a store")
class ChooserTest {

  @TestFactory
  @DisplayName("is what the figures support, for each of ten workloads")
  Stream<DynamicTest> ten() throws IOException {
    List<Candidate> candidates = Candidates.read(Measured.FOLDER);
    assertThat(Workloads.all()).hasSize(10);
    return Workloads.all().entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey().toString(),
                    () ->
                        assertThat(
                                Chooser.choose(entry.getKey(), candidates)
                                    .chosen()
                                    .map(verdict -> verdict.candidate().name())
                                    .orElse(""))
                            .isEqualTo(entry.getValue())));
  }

  @Test
  @DisplayName("says why each of the others lost, and what would have to give where none fits")
  void reasons() throws IOException {
    Choice choice =
        Chooser.choose(
            new Workload(
                2_000,
                512,
                Duration.ofHours(24),
                0.05,
                3,
                Survive.HOST_LOSS,
                5_000,
                8_000_000_000L),
            Candidates.read(Measured.FOLDER));

    assertThat(choice.verdicts())
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.NEED, Outcome.NEED, Outcome.NEED, Outcome.NEED, Outcome.MEMORY);
    assertThat(choice.records()).startsWith("164 million records");
    assertThat(choice.gives())
        .containsExactly("redis: would do with 117 GB of memory, or a ttl of 1.6 h at most");
    assertThat(choice.toText()).contains("None fits.", "serves one process, not 3");
  }

  @Test
  @DisplayName("comes with the code that opens it, with room for its records")
  void code() throws IOException {
    List<Candidate> candidates = Candidates.read(Measured.FOLDER);

    assertThat(Chooser.choose(Workload.DEFAULT, candidates).code())
        .isEqualTo("IdempotencyStore store = StripedStore.builder().maxEntries(11000000).build();");
    assertThat(
            Chooser.choose(
                    new Workload(
                        10, 9, Duration.ofHours(1), 0, 2, Survive.HOST_LOSS, 5_000, 8_000_000_000L),
                    candidates)
                .code())
        .contains("RedisStore", "Durability.replicas(1, Duration.ofSeconds(1))");
  }

  @Test
  @DisplayName("takes no long wait at a higher rate for one at this rate")
  void higherRate() {
    Candidate slow = new Candidate("s", Candidate.Kind.HEAP, 1, 1e9, 9_000, 1_000, false, "");

    assertThat(outcome(slow, 999)).isEqualTo(Outcome.CHOSEN);
    assertThat(outcome(slow, 1_000)).isEqualTo(Outcome.P99);
    assertThat(outcome(slow, 2_000)).isEqualTo(Outcome.P99);
  }

  @Test
  @DisplayName("figures without a replica are named so, where one must have what is acknowledged")
  void withoutReplica() {
    Candidate server =
        new Candidate("redis:", Candidate.Kind.SERVER, 1, 1e9, 900, 1_000, false, "");
    String named = "without waiting for a replica";
    assertThat(reason(server, Survive.HOST_LOSS)).contains(named);
    assertThat(reason(server.measured(1e9, 1_000, 900), Survive.HOST_LOSS)).doesNotContain(named);
    assertThat(reason(server, Survive.PROCESS_CRASH)).doesNotContain(named);
  }

  private static String reason(Candidate candidate, Survive survive) {
    Workload workload = new Workload(10, 0, Duration.ofSeconds(1), 0, 1, survive, 5_000, 1_000_000);
    return Chooser.choose(workload, List.of(candidate)).verdicts().get(0).reason();
  }

  private static Outcome outcome(Candidate candidate, double rate) {
    Workload workload =
        new Workload(rate, 0, Duration.ofSeconds(1), 0, 1, Survive.NOTHING, 5_000, 1_000_000);
    return Chooser.choose(workload, List.of(candidate)).verdicts().get(0).outcome();
  }

  @Test
  @DisplayName("is not for what nobody can want")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Workload(0, 0, Duration.ofSeconds(1), 0, 1, Survive.NOTHING, 5_000, 1_000_000))
        .withMessageContaining("rate must be above 0, but is 0.0");
  }
}
