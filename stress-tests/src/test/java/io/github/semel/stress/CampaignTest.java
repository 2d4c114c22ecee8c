package io.github.semel.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed, written and concluded; by rows that are made up. */
class CampaignTest {

  @TempDir Path results;

  @Test
  void keptPromisesAreSaidToBe() throws Exception {
    Tally tally = new Tally();
    tally.add(Count.ACQUIRED, 12_345);
    tally.add(Count.DOUBLE_GRANTS, "tolerated");
    String printed = run(Row.Promise.LOSSES_COUNTED, tally, true);
    assertThat(printed)
        .contains("made up, a variant: 12345 acknowledged claims, 1 double grants;")
        .contains("all 1 rows keep their promise")
        .doesNotContain("tolerated");
    assertThat(Files.readString(results.resolve("redis-faults.json")))
        .contains("\"double grants\": 1, \"lost outcomes\": 0")
        .contains("\"milliseconds\": {\"recovery\": 17, \"longest call\": 0}")
        .contains("\"kept\": true");
    assertThat(Files.readString(results.resolve("redis-faults.md")))
        .contains("## made up\n\nA description.\n\n|")
        .containsPattern("\\| acknowledged claims +\\| +12,345 \\|")
        .containsPattern("\\| recovery, ms +\\| +17 \\|");
  }

  @Test
  void aBrokenPromiseIsNamedWithAnExample() throws Exception {
    Tally tally = new Tally();
    tally.add(Count.DOUBLE_GRANTS, "two have it");
    String printed = run(Row.Promise.NOTHING_LOST, tally, false);
    assertThat(printed)
        .contains("BROKEN: [DOUBLE_GRANTS]")
        .contains("double grants: two have it")
        .contains("1 of 1 rows break their promise");
    assertThat(Files.readString(results.resolve("redis-faults.json"))).contains("\"kept\": false");
  }

  @Test
  void aViolationBreaksEveryPromise() {
    for (Row.Promise promise : Row.Promise.values()) {
      for (Count count : Count.values()) {
        Tally tally = new Tally();
        tally.add(count);
        boolean broken =
            count.kind() == Count.Kind.VIOLATION
                || (count.kind() == Count.Kind.LOSS && promise == Row.Promise.NOTHING_LOST);
        assertThat(Row.of("made up", "", promise, tally, Map.of()).breaches())
            .as("%s, %s", promise, count)
            .isEqualTo(broken ? List.of(count) : List.of());
      }
    }
  }

  private String run(Row.Promise promise, Tally tally, boolean kept) throws Exception {
    Scenario scenario =
        new Scenario() {
          @Override
          public String name() {
            return "made up";
          }

          @Override
          public String description() {
            return "A description.";
          }

          @Override
          public void run(Sizes sizes, Consumer<Row> done) {
            done.accept(Row.of(name(), "a variant", promise, tally, Map.of(Row.RECOVERY, 17L)));
          }
        };
    StringWriter printed = new StringWriter();
    CampaignOptions options = new CampaignOptions(List.of(scenario), Sizes.small(), results);
    boolean verdict = Campaign.run(options, new PrintWriter(printed));
    assertThat(verdict).isEqualTo(kept);
    return printed.toString();
  }
}
