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
  @DisplayName(
      "has the store in both its forms beside the bare script when quick, for seconds each")
  void quick() {
    RedisPlan plan = RedisPlan.of(Extent.QUICK, 3, 21);

    assertThat(runs(plan, RedisClaims.class, 32)).isEqualTo(3);
    assertThat(runs(plan, RedisOperations.class, 32)).isEqualTo(1);
    assertThat(plan.runs()).hasSize(4).allMatch(run -> run.timing().millis() <= 7_000);
    assertThat(plan.counted()).containsExactly(RedisContenders.SEMEL_COMBINED);
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  @DisplayName(
      "has three forks of all of it when full, at 1, 8 and 32 threads, and on 256 virtual ones")
  void full() {
    RedisPlan plan = RedisPlan.of(Extent.FULL, 3, 21);

    for (int threads : new int[] {1, 8, 32}) {
      assertThat(runs(plan, RedisClaims.class, threads)).isEqualTo(15);
      assertThat(runs(plan, RedisOperations.class, threads)).isEqualTo(15);
    }
    assertThat(runs(plan, RedisClaimsOnVirtualThreads.class, 256)).isEqualTo(15);
    assertThat(runs(plan, RedisBatches.class, 1)).isEqualTo(9);
    assertThat(runs(plan, RedisDurability.class, 32)).isEqualTo(12);
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  @DisplayName("does without virtual threads where there are none, and says so")
  void noVirtualThreads() {
    RedisPlan plan = RedisPlan.of(Extent.FULL, 3, 17);

    assertThat(runs(plan, RedisClaimsOnVirtualThreads.class, 256)).isZero();
    assertThat(plan.notes()).singleElement().asString().contains("17", "21");
  }

  @Test
  @DisplayName("runs nobody whom the report does not know")
  void known() {
    assertThat(RedisPlan.of(Extent.FULL, 3, 21).runs())
        .extracting(Plan.Run::store)
        .allMatch(RedisContenders.names()::contains);
  }

  private static long runs(RedisPlan plan, Class<?> benchmark, int threads) {
    return plan.runs().stream()
        .filter(run -> run.benchmark() == benchmark && run.threads() == threads)
        .count();
  }
}
