package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.ProfiledStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows in the flight recordings of the JDK. */
class FlightRecordingTest {

  private static final String STORE = "io.github.semel.StoreOperation";
  private static final String WORK = "io.github.semel.Work";
  private static final String WAIT = "io.github.semel.Wait";

  @TempDir private Path folder;

  private final IdempotencyStore store = ConcurrentHashMapStore.create();

  /** Work, a duplicate, a failure, and a duplicate that waits. */
  private void act() throws Exception {
    try (IdempotentExecutor<String> executor =
        IdempotentExecutor.builder(store, Codec.text())
            .duplicates(DuplicateHandling.waitFor(Duration.ofMinutes(1)))
            .build()) {
      executor.execute("secret-1", Fingerprint.NONE, execution -> "done");
      executor.execute("secret-1", Fingerprint.NONE, execution -> "again");
      assertThatThrownBy(
              () ->
                  executor.execute(
                      "secret-2",
                      Fingerprint.NONE,
                      execution -> {
                        throw new IllegalStateException("no effect");
                      }))
          .hasMessage("no effect");
      CountDownLatch running = new CountDownLatch(1);
      CompletableFuture<String> first = new CompletableFuture<>();
      CompletableFuture<String> begun =
          executor
              .executeAsync(
                  "secret-3",
                  Fingerprint.NONE,
                  execution -> {
                    running.countDown();
                    return first;
                  })
              .toCompletableFuture();
      running.await();
      CompletableFuture<String> duplicate =
          executor
              .executeAsync(
                  "secret-3", Fingerprint.NONE, execution -> CompletableFuture.failedFuture(null))
              .toCompletableFuture();
      first.complete("slow");
      assertThat(begun.join()).isEqualTo("slow");
      assertThat(duplicate.join()).isEqualTo("slow");
    }
  }

  private List<RecordedEvent> recorded(Duration threshold) throws Exception {
    Path file = folder.resolve("test.jfr");
    try (Recording recording = new Recording()) {
      for (String name : List.of(STORE, WORK, WAIT)) {
        recording.enable(name).withThreshold(threshold);
      }
      recording.start();
      act();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.github.semel."))
        .toList();
  }

  private static List<String> values(List<RecordedEvent> events, String type, String field) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .map(event -> String.valueOf((Object) event.getValue(field)))
        .toList();
  }

  @Test
  @DisplayName("operations, work and waits over the threshold are recorded, and no key is")
  void recorded() throws Exception {
    List<RecordedEvent> events = recorded(Duration.ZERO);
    assertThat(values(events, STORE, "operation"))
        .contains("CLAIM", "COMPLETE", "RELEASE")
        .doesNotContain("null");
    assertThat(values(events, STORE, "result"))
        .contains("Acquired", "Completed", "InProgress", "Recorded");
    assertThat(values(events, WORK, "failure"))
        .containsExactlyInAnyOrder("null", "null", "java.lang.IllegalStateException");
    assertThat(values(events, WORK, "attempt")).containsOnly("1");
    assertThat(values(events, WAIT, "duration")).hasSize(1);
    assertThat(events.toString()).doesNotContain("secret");
  }

  @Test
  @DisplayName("what takes less than the threshold is not recorded")
  void belowThreshold() throws Exception {
    assertThat(recorded(Duration.ofHours(1))).isEmpty();
  }

  @Test
  @DisplayName("a store is profiled once")
  void once() {
    IdempotencyStore profiled = ProfiledStore.of(store);
    assertThat(profiled).isInstanceOf(ProfiledStore.class);
    assertThat(ProfiledStore.of(profiled)).isSameAs(profiled);
  }
}
