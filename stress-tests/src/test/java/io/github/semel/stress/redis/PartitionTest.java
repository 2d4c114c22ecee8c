package io.github.semel.stress.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Sizes;
import org.junit.jupiter.api.Test;

class PartitionTest {

  @Test
  void theOldMasterGrantsNothingWithoutItsReplica() throws Exception {
    Row row = new Partition().run(Sizes.small(), ReplicaWait.ONE);
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.ACQUIRED)).isPositive();
    assertThat(row.get(Count.UNAVAILABLE)).isPositive();
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(15_000);
  }

  /** That losses are found where they must be expected. */
  @Test
  void whatTheOldMasterGrantsAloneIsGrantedAgain() throws Exception {
    Row row = new Partition().run(Sizes.small(), ReplicaWait.NONE);
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.DOUBLE_GRANTS)).isPositive();
    assertThat(row.get(Count.LOST_OUTCOMES)).isPositive();
  }
}
