package io.github.semel.stress.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.StoreClock;
import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.testkit.StoreModel;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaigns against stores that the test kit has broken on purpose. */
class BrokenStoresTest {

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());

  @TempDir Path folder;

  private static Row run(String uri) throws Exception {
    return HistoryCampaign.run(Subject.of(uri).get(0), SHORT, 4, 1, NOBODY);
  }

  @ParameterizedTest
  @DisplayName("a broken store is found, with a history that shows it")
  @ValueSource(
      strings = {
        "CLAIM_CHECKS_THEN_ACTS",
        "COMPLETE_CHECKS_THEN_ACTS",
        "TIME_READ_BEFORE_LOCK",
        "COMPLETE_FORGETS_THE_OWNER",
        "LAPSED_HOLDER_CANNOT_COMPLETE",
        "RESENT_COMPLETION_REPLACES",
        "LEASE_LAPSES_EARLY",
        "OUTCOME_EXPIRES_EARLY",
        "FENCE_REPEATS_AFTER_RELEASE",
        "TAKEOVER_IS_A_FIRST_ATTEMPT",
        "PENDING_NEVER_MISMATCHES",
        "AMEND_IGNORES_THE_COUNT",
        "EVICTS_OUTCOMES",
        "FAILURE_READS_AS_SUCCESS",
      })
  void found(String fault) throws Exception {
    Row row = run("faulty:" + fault + "?maxEntries=300");
    assertThat(row.breaches())
        .isNotEmpty()
        .containsAnyOf(Count.FORBIDDEN_HISTORIES, Count.LOST_OUTCOMES);
    assertThat(row.examples()).isNotEmpty().allMatch(example -> example.contains("->"));
  }

  @Test
  @DisplayName("the same store without a fault is not accused")
  void faultless() throws Exception {
    Row row = run("faulty:NONE?maxEntries=300");
    assertThat(row.breaches()).as("%s", row.examples()).isEmpty();
    assertThat(row.get(Count.OPERATIONS)).isGreaterThan(1_000);
    // How the calls of threads fall together decides how long a search takes: a few take too long.
    assertThat(row.get(Count.UNDECIDED)).isLessThan(row.get(Count.KEYS) / 100);
  }

  @Test
  @DisplayName("what the model of the protocol answers is allowed")
  void model() throws Exception {
    Field field = new Field(folder, true);
    field.beginRound(Client.freshKey(field));
    StoreClock clock = field;
    Thread stopping =
        new Thread(
            () -> {
              while (field.order() < 40_000) {
                Thread.onSpinWait();
              }
              field.stop();
            });
    stopping.start();
    Vocabulary vocabulary = new Vocabulary(7);
    // For one thread: the model is no store for several.
    new Crowd(new StoreModel(clock), field, vocabulary, folder, wrong -> {}).run(1, 1, 0, 1);
    stopping.join();
    io.github.semel.stress.Tally tally = new io.github.semel.stress.Tally();
    new Judge(tally).judge(HistoryLog.read(folder), false);
    assertThat(tally.get(Count.OPERATIONS)).isGreaterThan(10_000);
    assertThat(tally.examples()).isEmpty();
    assertThat(tally.get(Count.FORBIDDEN_HISTORIES) + tally.get(Count.LOST_OUTCOMES)).isZero();
  }
}
