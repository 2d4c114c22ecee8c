package io.github.semel.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The share of duplicates")
class DuplicateShareTest {

  /** How often an iteration may have twice as many requests as all before it. */
  private static final int DOUBLINGS = 55;

  @Test
  @DisplayName("is what it is, whoever still counts while it is read")
  void readWhileCounted() {
    AtomicReference<DuplicateShare> counted = new AtomicReference<>(started());
    AtomicBoolean read = new AtomicBoolean();
    CompletableFuture<Void> counting =
        CompletableFuture.runAsync(
            () -> {
              while (!read.get()) {
                DuplicateShare share = counted.get();
                for (int i = 0; i < DOUBLINGS; i++) {
                  share.add(10L << i, 7L << i);
                }
                counted.set(started());
              }
            },
            task -> new Thread(task).start());

    double most = 0;
    for (int i = 0; i < 1_000_000; i++) {
      most = Math.max(most, Math.abs(counted.get().percent() - 30));
    }
    read.set(true);
    counting.join();

    assertThat(most).isLessThan(0.001);
  }

  private static DuplicateShare started() {
    DuplicateShare share = new DuplicateShare();
    share.add(10, 7);
    return share;
  }
}
