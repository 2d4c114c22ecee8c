package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.InvalidArgumentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncTest extends ExecutorTest {

  private final ManualScheduler scheduler = new ManualScheduler();
  private final AtomicInteger runs = new AtomicInteger();
  private final IdempotentExecutor<String> executor =
      opened(
          builder()
              .scheduler(scheduler)
              .duplicates(DuplicateHandling.waitFor(Duration.ofMinutes(5))));

  private AsyncWork<String> work(CompletionStage<String> stage) {
    return execution -> {
      runs.incrementAndGet();
      return stage;
    };
  }

  private static String get(CompletionStage<String> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("the work is started once, and everybody gets its result")
  void once() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    List<CompletionStage<String>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(executor.executeAsync("k", PRINT, work(first)));
    }
    assertThat(all).noneMatch(stage -> stage.toCompletableFuture().isDone());
    first.complete("done");
    for (CompletionStage<String> stage : all) {
      assertThat(get(stage)).isEqualTo("done");
    }
    assertThat(runs).hasValue(1);
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  @DisplayName("the lease is kept until the stage ends")
  void keepsLease() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> result = executor.executeAsync(REQUEST, work(first));
    scheduler.pass(LEASE.toSeconds(), TimeUnit.SECONDS);
    assertThat(store.renewals).hasValue(3);
    first.complete("done");
    assertThat(get(result)).isEqualTo("done");
    scheduler.pass(LEASE.toSeconds(), TimeUnit.SECONDS);
    assertThat(store.renewals).hasValue(3);
  }

  @Test
  @DisplayName("a failed stage releases the claim, and one that waits does the work")
  void failure() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> failing = executor.executeAsync(REQUEST, work(first));
    CompletionStage<String> waiting =
        executor.executeAsync(REQUEST, work(CompletableFuture.completedFuture("second")));
    first.completeExceptionally(new IllegalStateException("nothing done"));
    assertThatThrownBy(() -> get(failing))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(get(waiting)).isEqualTo("second");
    assertThat(runs).hasValue(2);
  }

  @Test
  @DisplayName("work that throws instead of starting is a failed stage")
  void throwsAtStart() {
    CompletionStage<String> failing =
        executor.executeAsync(
            REQUEST,
            execution -> {
              throw new IllegalStateException("nothing done");
            });
    assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(store.find(REQUEST.key())).isEmpty();
  }

  @Test
  @DisplayName("refusals come through the stage; bad arguments are thrown")
  void refusals() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    executor.executeAsync(REQUEST, work(first));
    assertThatThrownBy(
            () -> get(executor.executeAsync(REQUEST, DuplicateHandling.replay(), work(first))))
        .hasCauseInstanceOf(DuplicateInProgressException.class);
    assertThatThrownBy(() -> executor.executeAsync("", PRINT, work(first)))
        .isInstanceOf(InvalidArgumentException.class);
    first.complete("done");
  }

  @Test
  @DisplayName("where the executor for continuations refuses, the outcome is recorded all the same")
  void continuationsRefuse() throws Exception {
    IdempotentExecutor<String> refused =
        opened(
            builder()
                .scheduler(scheduler)
                .continuations(
                    task -> {
                      throw new RejectedExecutionException("full");
                    }));
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> answer = refused.executeAsync(REQUEST, work(first));
    answer.toCompletableFuture().cancel(false);
    first.complete("done");
    assertThat(get(refused.executeAsync(REQUEST, work(first)))).isEqualTo("done");
    assertThat(runs).hasValue(1);
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  @DisplayName("a store without a notifier is polled, ever more seldom, and no thread waits")
  void polls() throws Exception {
    store.notifies.set(false);
    CompletableFuture<String> first = new CompletableFuture<>();
    executor.executeAsync(REQUEST, work(first));
    IdempotentExecutor<String> polling =
        opened(
            builder()
                .scheduler(scheduler)
                .continuations(Runnable::run)
                .duplicates(DuplicateHandling.waitFor(Duration.ofMinutes(5))));
    CompletionStage<String> duplicate = polling.executeAsync(REQUEST, work(first));
    scheduler.pass(10, TimeUnit.SECONDS);
    // From 5 ms doubling to 500 ms, each shortened by chance, half on average.
    assertThat(store.claims.get()).isBetween(25, 200);
    first.complete("done");
    for (int i = 0; i < 1_000 && !duplicate.toCompletableFuture().isDone(); i++) {
      scheduler.pass(1, TimeUnit.SECONDS);
      Thread.yield();
    }
    assertThat(get(duplicate)).isEqualTo("done");
    assertThat(runs).hasValue(1);
  }
}
