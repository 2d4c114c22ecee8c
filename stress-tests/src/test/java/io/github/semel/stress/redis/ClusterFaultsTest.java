package io.github.semel.stress.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Sizes;
import org.junit.jupiter.api.Test;

class ClusterFaultsTest {

  private static final int MOVED = 20;

  @Test
  void slotsThatMoveTakeTheirClaimsWithThem() throws Exception {
    Row row = new ClusterFaults().moveSlots(Sizes.small(), ReplicaWait.NONE, MOVED);
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.SLOT_MOVES)).isEqualTo(MOVED);
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(15_000);
  }

  @Test
  void whatAReplicaHasConfirmedIsNotLostWithAMaster() throws Exception {
    Row row = new ClusterFaults().killMasters(Sizes.small(), ReplicaWait.ONE);
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.KILLS)).isEqualTo(1);
    assertThat(row.times()).containsKey(Row.RECOVERY);
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(15_000);
  }
}
