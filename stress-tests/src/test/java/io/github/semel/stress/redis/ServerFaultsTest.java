package io.github.semel.stress.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Sizes;
import io.github.semel.stress.redis.ServerFaults.Disturbance;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerFaultsTest {

  private static final Sizes SIZES = new Sizes(1, 8, 8, 1, 1, Duration.ofMillis(400));

  @ParameterizedTest
  @EnumSource
  void noAnswerIsWrong(Disturbance disturbance) throws Exception {
    Row row = new ServerFaults().run(SIZES, disturbance);
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.ACQUIRED)).isPositive();
    assertThat(row.times()).containsKey(Row.RECOVERY);
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(15_000);
    // What was claimed before the data went is granted again, and counted by itself.
    assertThat(row.get(Count.FORGOTTEN) > 0)
        .isEqualTo(disturbance == Disturbance.RESTART_WITHOUT_DATA);
  }
}
