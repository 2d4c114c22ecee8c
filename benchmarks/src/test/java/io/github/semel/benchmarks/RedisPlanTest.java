package io.github.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.benchmarks.CompareOptions.Extent;
import io.github.semel.benchmarks.redis.RedisBatches;
import io.github.semel.benchmarks.redis.RedisClaims;
import io.github.semel.benchmarks.redis.RedisClaimsOnVirtualThreads;
import io.github.semel.benchmarks.redis.RedisDurability;
import io.github.semel.benchmarks.redis.RedisOperations;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The plan of a comparison over Redis")
class RedisPlanTest {

  @Test
  @DisplayName("has four ways to claim at 1, 8 and 32 threads, and on 256 virtual threads")
  void quick() {
    RedisPlan plan = RedisPlan.of(Extent.QUICK, 21);

    for (int threads : new int[] {1, 8, 32}) {
      assertThat(runs(plan, RedisClaims.class, threads)).isEqualTo(4);
    }
    assertThat(runs(plan, RedisClaimsOnVirtualThreads.class, 256)).isEqualTo(4);
    assertThat(runs(plan, RedisBatches.class, 1)).isEqualTo(2);
    assertThat(runs(plan, RedisDurability.class, 32)).isEqualTo(4);
    assertThat(runs(plan, RedisOperations.class, 32)).isEqualTo(5);
    assertThat(plan.runs()).hasSize(27);
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  @DisplayName("does without virtual threads where there are none, and says so")
  void noVirtualThreads() {
    RedisPlan plan = RedisPlan.of(Extent.QUICK, 17);

    assertThat(runs(plan, RedisClaimsOnVirtualThreads.class, 256)).isZero();
    assertThat(plan.runs()).hasSize(23);
    assertThat(plan.notes()).singleElement().asString().contains("17", "21");
  }

  @Test
  @DisplayName(
      "warms up and measures for seven seconds at most when quick, and three forks of each when full")
  void extents() {
    assertThat(RedisPlan.of(Extent.QUICK, 21).runs())
        .extracting(run -> run.timing().millis())
        .allMatch(millis -> millis <= 7_000);
    RedisPlan full = RedisPlan.of(Extent.FULL, 21);
    assertThat(runs(full, RedisClaims.class, 32)).isEqualTo(12);
    assertThat(runs(full, RedisOperations.class, 1)).isEqualTo(15);
  }

  @Test
  @DisplayName("runs nobody whom the report does not know")
  void known() {
    assertThat(RedisPlan.of(Extent.FULL, 21).runs())
        .extracting(Plan.Run::store)
        .allMatch(RedisContenders.names()::contains);
  }

  private static long runs(RedisPlan plan, Class<?> benchmark, int threads) {
    return plan.runs().stream()
        .filter(run -> run.benchmark() == benchmark && run.threads() == threads)
        .count();
  }
}
