package io.github.semel.stress.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Sizes;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillsTest {

  @TempDir Path folder;

  @Test
  @DisplayName("a process that is killed loses nothing that it had acknowledged")
  void nothingIsLost() throws Exception {
    Sizes sizes = new Sizes(1, 4, 1, 1, 1, Duration.ofMillis(100));
    Row row = new Kills().run(sizes, 3, folder);
    assertThat(row.breaches()).as("%s", row.examples()).isEmpty();
    assertThat(row.get(Count.PROCESS_KILLS)).isEqualTo(3);
    assertThat(row.get(Count.ACQUIRED)).isGreaterThan(3 * 3_600);
    assertThat(row.get(Count.RECORDED)).isPositive();
    assertThat(row.get(Count.CHALLENGES)).isPositive();
    assertThat(row.times()).containsKey(Row.RECOVERY);
  }
}
