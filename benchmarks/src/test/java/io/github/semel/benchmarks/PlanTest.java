package io.github.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.suite.FreshKeys;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;

@DisplayName("The plan of a comparison")
class PlanTest {

  @Test
  @DisplayName("has fresh keys for every contender at 2 threads, and takes a minute when quick")
  void quick() {
    CompareOptions options = CompareOptionsTest.parse("--quick");
    Plan plan = Plan.of(options);

    for (String store : options.stores()) {
      assertThat(freshKeys(plan, store, 2)).as(store).hasSize(1);
    }
    assertThat(plan.footprints()).containsExactly("heap:", "compact:", "map", "caffeine");
    assertThat(plan.runs()).hasSize(9);
  }

  @Test
  @DisplayName(
      "has three forks of fresh keys for every contender when full, for close ones at 1, 2 and 8 threads")
  void full() {
    CompareOptions options = CompareOptionsTest.parse("--full");
    Plan plan = Plan.of(options);

    for (String store : options.stores()) {
      assertThat(freshKeys(plan, store, 2)).as(store).hasSize(3);
    }
    for (String store : List.of("heap:", "compact:", "map", "caffeine")) {
      assertThat(freshKeys(plan, store, 1)).as(store).hasSize(3);
      assertThat(freshKeys(plan, store, 8)).as(store).hasSize(3);
    }
    assertThat(freshKeys(plan, "guava", 8)).isEmpty();
  }

  @Test
  @DisplayName("runs the second name of a store last of its round")
  void aliasLast() {
    List<Plan.Run> runs = Plan.of(CompareOptionsTest.parse("--stores", "heap:,map")).runs();

    assertThat(runs.subList(0, 3))
        .extracting(Plan.Run::store)
        .containsExactly("heap:", "map", "heap: (again)");
  }

  @Test
  @DisplayName("keeps to the threads that were asked for")
  void threads() {
    for (String extent : new String[] {"--quick", "--full"}) {
      assertThat(Plan.of(CompareOptionsTest.parse(extent, "--threads", "3")).runs())
          .isNotEmpty()
          .allMatch(run -> run.threads() == 3);
    }
  }

  @Test
  @DisplayName("has each row as often as forks were asked for, and says so")
  void forks() {
    Plan two = Plan.of(CompareOptionsTest.parse("--full", "--forks", "2"));
    Plan one = Plan.of(CompareOptionsTest.parse("--full", "--forks", "1"));

    assertThat(two.runs()).containsAll(one.runs()).hasSize(2 * one.runs().size());
    assertThat(two.settings()).endsWith("; 2 forks");
    assertThat(one.settings()).endsWith("; 1 fork");
    assertThat(RedisPlan.of(CompareOptions.Extent.FULL, 2, 25).settings()).endsWith("; 2 forks");
  }

  private static List<Plan.Run> freshKeys(Plan plan, String store, int threads) {
    return plan.runs().stream()
        .filter(run -> run.benchmark() == FreshKeys.class && run.mode() == Mode.Throughput)
        .filter(run -> run.store().equals(store) && run.threads() == threads)
        .toList();
  }
}
