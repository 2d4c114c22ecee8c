package io.github.semel.stress.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes of a campaign. */
class ClientProcessTest {

  @TempDir Path folder;

  @Test
  @DisplayName("ends with the campaign that started it, also when that one was killed")
  void endsWithItsParent() throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    Grounds grounds = Grounds.of(folder, false, 1, 1, end);
    grounds.beginRound();
    Process process = grounds.start("heap:", List.of(), 1, 0, 1);
    try {
      while (grounds.field().order() < 100 && process.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(process.isAlive()).as("%s", grounds.output()).isTrue();
      // What is left of a killed parent: nothing at the other end.
      process.getOutputStream().close();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
