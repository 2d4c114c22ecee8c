package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.Fingerprint;
import io.github.semel.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that begins on the calling thread and ends on whichever. */
@Timeout(60)
class StartTest extends ExecutorTest {

  private static final DuplicateHandling<String> WAIT =
      DuplicateHandling.waitFor(Duration.ofMinutes(1));

  private final IdempotentExecutor<String> executor =
      opened(builder().continuations(Runnable::run));

  private static String get(CompletionStage<String> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("work that has ended when it returns is recorded by then, all on the calling thread")
  void endsAtOnce() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CompletionStage<String> stage =
        executor.start(
            REQUEST,
            WAIT,
            execution -> {
              thread.set(Thread.currentThread());
              return CompletableFuture.completedFuture("done");
            });
    assertThat(stage.toCompletableFuture()).isCompletedWithValue("done");
    assertThat(thread).hasValue(Thread.currentThread());
    assertThat(executor.start(REQUEST, WAIT, execution -> failing()).toCompletableFuture())
        .isCompletedWithValue("done");
  }

  private static CompletionStage<String> failing() {
    return CompletableFuture.failedFuture(new IllegalStateException("nothing done"));
  }

  @Test
  @DisplayName("a duplicate waits on its own thread, and does the work where the first gave up")
  void waitsHere() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> failed = executor.start(REQUEST, WAIT, execution -> first);
    CountDownLatch began = new CountDownLatch(1);
    CompletableFuture<Thread> performer = new CompletableFuture<>();
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread duplicate =
        new Thread(
            () -> {
              began.countDown();
              executor
                  .start(
                      REQUEST,
                      WAIT,
                      execution -> {
                        performer.complete(Thread.currentThread());
                        return CompletableFuture.completedFuture("second");
                      })
                  .thenAccept(answer::complete);
            });
    duplicate.start();
    began.await();
    assertThat(performer).isNotDone();
    first.completeExceptionally(new IllegalStateException("nothing done"));
    assertThatThrownBy(() -> get(failed)).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(get(answer)).isEqualTo("second");
    assertThat(performer.join()).isSameAs(duplicate);
  }

  @Test
  @DisplayName("refusals are thrown; what becomes of the work comes through the stage")
  void refusals() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> stage = executor.start(REQUEST, WAIT, execution -> first);
    assertThatThrownBy(
            () -> executor.start(REQUEST, DuplicateHandling.replay(), execution -> first))
        .isInstanceOf(DuplicateInProgressException.class);
    RequestKey other = RequestKey.of(REQUEST.key(), Fingerprint.of("pay 11"));
    assertThatThrownBy(() -> executor.start(other, WAIT, execution -> first))
        .isInstanceOf(FingerprintMismatchException.class);
    store.down.set(true);
    assertThatThrownBy(() -> executor.start(REQUEST, WAIT, execution -> first))
        .isInstanceOf(StoreUnavailableException.class);
    store.down.set(false);
    first.complete("done");
    assertThat(get(stage)).isEqualTo("done");
    executor.close();
    assertThatThrownBy(() -> executor.start(REQUEST, WAIT, execution -> first))
        .isInstanceOf(ExecutorClosedException.class);
  }

  @Test
  @DisplayName("store out of reach: run unprotected where that was chosen")
  void unprotected() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    IdempotentExecutor<String> open =
        opened(builder().scheduler(scheduler).outage(OutagePolicy.RUN_UNPROTECTED));
    store.down.set(true);
    CompletionStage<String> run =
        open.start(REQUEST, WAIT, e -> CompletableFuture.completedFuture("" + e.unprotected()));
    assertThat(get(run)).isEqualTo("true");
    assertThat(heard).containsExactly("unprotected " + REQUEST.key());
  }
}
