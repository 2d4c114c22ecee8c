package io.github.semel.stress.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Sizes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailoverTest {

  private static final Sizes SIZES = Sizes.small();

  @Test
  void whatAReplicaHasConfirmedIsNotLost() throws Exception {
    Row row = new Failover().run(SIZES, ReplicaWait.ONE, Duration.ofMillis(2));
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.ACQUIRED)).isPositive();
    assertThat(row.get(Count.KILLS)).isEqualTo(1);
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(15_000);
  }

  /** That losses are found where they must be expected; so far behind, on any machine. */
  @Test
  void whatNoReplicaHasIsLostWithTheMaster() throws Exception {
    Row row = new Failover().run(SIZES, ReplicaWait.NONE, Duration.ofMillis(300));
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.DOUBLE_GRANTS)).isPositive();
    assertThat(row.times()).containsKey(Row.RECOVERY);
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(15_000);
  }
}
