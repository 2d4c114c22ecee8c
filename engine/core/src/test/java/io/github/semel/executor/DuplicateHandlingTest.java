package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.Fingerprint;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Micros;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DuplicateHandlingTest extends ExecutorTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final AtomicInteger runs = new AtomicInteger();

  private Work<String, RuntimeException> work(String result) {
    return execution -> {
      runs.incrementAndGet();
      return result;
    };
  }

  /** Starts work that ends when its latch is opened, and waits until it runs. */
  private static final class Running implements AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<String> result;

    Running(IdempotentExecutor<String> executor, String outcome) throws Exception {
      CountDownLatch begun = new CountDownLatch(1);
      result =
          thread.submit(
              () ->
                  executor.execute(
                      REQUEST,
                      (Work<String, Exception>)
                          execution -> {
                            begun.countDown();
                            end.await();
                            if (outcome.isEmpty()) {
                              throw new IllegalStateException("nothing done");
                            }
                            return outcome;
                          }));
      begun.await();
    }

    @Override
    public void close() throws Exception {
      end.countDown();
      thread.shutdown();
      assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @DisplayName("replay: the work is done once, and every duplicate gets its result")
  void replays() {
    IdempotentExecutor<String> executor = opened(builder());
    assertThat(executor.execute("k", PRINT, work("first"))).isEqualTo("first");
    assertThat(executor.execute("k", PRINT, work("second"))).isEqualTo("first");
    assertThat(executor.execute("k", PRINT, work("third"))).isEqualTo("first");
    assertThat(runs).hasValue(1);
    assertThat(executor.stats()).isEqualTo(new ExecutorStats(1, 2, 0, 0, 0));
  }

  @Test
  @DisplayName("once the ttl has passed the work is done again")
  void expires() {
    IdempotentExecutor<String> executor = opened(builder());
    executor.execute(REQUEST, work("first"));
    store.advance(TTL.minusNanos(1_000));
    assertThat(executor.execute(REQUEST, work("second"))).isEqualTo("first");
    store.advance(Duration.ofNanos(1_000));
    assertThat(executor.execute(REQUEST, work("second"))).isEqualTo("second");
  }

  @Test
  @DisplayName("the window of a request key goes before the executor's ttl")
  void window() {
    IdempotentExecutor<String> executor = opened(builder());
    RequestKey similar =
        RequestKey.ofContent("client", "pay", new byte[] {1}, Duration.ofMinutes(2));
    executor.execute(similar, work("first"));
    store.advance(Duration.ofMinutes(2).minusMillis(1));
    assertThat(executor.execute(similar, work("second"))).isEqualTo("first");
    store.advance(Duration.ofMillis(1));
    assertThat(executor.execute(similar, work("second"))).isEqualTo("second");
  }

  @Test
  @DisplayName("another request under the same key is refused, in every handling")
  void mismatch() {
    IdempotentExecutor<String> executor = opened(builder());
    executor.execute(REQUEST, work("first"));
    RequestKey other = RequestKey.of(REQUEST.key(), Fingerprint.of("pay 20"));
    for (DuplicateHandling<String> handling :
        List.<DuplicateHandling<String>>of(
            DuplicateHandling.replay(),
            DuplicateHandling.reject(),
            DuplicateHandling.waitFor(LONG),
            DuplicateHandling.merge(recorded -> recorded, LONG))) {
      assertThatThrownBy(() -> executor.execute(other, handling, work("x")))
          .isInstanceOf(FingerprintMismatchException.class)
          .hasMessageContaining("order-1");
    }
  }

  @Test
  @DisplayName("replay: the duplicate of a running one is told who is at it and for how long")
  void replayWhileRunning() throws Exception {
    IdempotentExecutor<String> executor = opened(builder().label("host-7"));
    try (Running running = new Running(executor, "done")) {
      store.advance(Duration.ofSeconds(10));
      assertThatThrownBy(() -> executor.execute(REQUEST, work("x")))
          .isInstanceOfSatisfying(
              DuplicateInProgressException.class,
              e -> {
                assertThat(e.remainingLease()).isEqualTo(Duration.ofSeconds(20));
                assertThat(e.label()).contains("host-7");
              });
    }
    assertThat(executor.execute(REQUEST, work("x"))).isEqualTo("done");
    assertThat(runs).hasValue(0);
  }

  @ParameterizedTest
  @DisplayName("wait: duplicates of a running one get its result when it is there")
  @ValueSource(booleans = {true, false})
  void waits(boolean notifies) throws Exception {
    store.notifies.set(notifies);
    IdempotentExecutor<String> executor =
        opened(builder().duplicates(DuplicateHandling.waitFor(LONG)));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<String>> duplicates = new ArrayList<>();
    try (Running running = new Running(executor, "done")) {
      for (int i = 0; i < 8; i++) {
        duplicates.add(threads.submit(() -> executor.execute(REQUEST, work("x"))));
      }
      awaitClaims(9);
    }
    for (Future<String> duplicate : duplicates) {
      assertThat(duplicate.get(30, TimeUnit.SECONDS)).isEqualTo("done");
    }
    threads.shutdown();
    assertThat(runs).hasValue(0);
  }

  private void awaitClaims(int count) {
    while (store.claims.get() < count) {
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("wait: against a store that notifies there is no polling")
  void doesNotPoll() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    // The first's end and the duplicate's next claim go through the continuations, in this order.
    List<Integer> timers = new ArrayList<>();
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .duplicates(DuplicateHandling.waitFor(LONG))
                .scheduler(scheduler)
                .continuations(
                    task -> {
                      timers.add(scheduler.waiting());
                      task.run();
                    }));
    CompletableFuture<String> first = new CompletableFuture<>();
    executor.executeAsync(REQUEST, execution -> first);
    CompletableFuture<String> duplicate =
        executor.executeAsync(REQUEST, execution -> first).toCompletableFuture();
    assertThat(store.claims).hasValue(2);
    scheduler.pass(29, TimeUnit.SECONDS);
    assertThat(store.claims).hasValue(2);
    first.complete("done");
    assertThat(duplicate.get(30, TimeUnit.SECONDS)).isEqualTo("done");
    assertThat(store.claims).hasValue(3);
    assertThat(timers).containsExactly(1, 0);
  }

  @Test
  @DisplayName("wait: when the first gives up without effect, one that waits does the work")
  void waiterTakesOver() throws Exception {
    IdempotentExecutor<String> executor =
        opened(builder().duplicates(DuplicateHandling.waitFor(LONG)));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<String>> duplicates = new ArrayList<>();
    try (Running running = new Running(executor, "")) {
      for (int i = 0; i < 4; i++) {
        duplicates.add(threads.submit(() -> executor.execute(REQUEST, work("second"))));
      }
      awaitClaims(5);
    }
    for (Future<String> duplicate : duplicates) {
      assertThat(duplicate.get(30, TimeUnit.SECONDS)).isEqualTo("second");
    }
    threads.shutdown();
    assertThat(runs).hasValue(1);
  }

  @ParameterizedTest
  @DisplayName("wait: when the limit has passed the duplicate is told that the first is running")
  @ValueSource(booleans = {true, false})
  void waitEnds(boolean notifies) throws Exception {
    store.notifies.set(notifies);
    IdempotentExecutor<String> executor = opened(builder());
    try (Running running = new Running(executor, "done")) {
      DuplicateHandling<String> shortly = DuplicateHandling.waitFor(Duration.ofMillis(20));
      assertThatThrownBy(() -> executor.execute(REQUEST, shortly, work("x")))
          .isInstanceOf(DuplicateInProgressException.class);
    }
  }

  @Test
  @DisplayName("wait: an interrupt ends it, and the flag stays set")
  void waitInterrupted() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    IdempotentExecutor<String> executor = opened(builder().scheduler(scheduler));
    try (Running running = new Running(executor, "done")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> executor.execute(REQUEST, DuplicateHandling.waitFor(LONG), work("x")))
          .isInstanceOf(WaitInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      // The renewals of the first, and nothing of the wait.
      assertThat(scheduler.waiting()).isEqualTo(1);
    }
    assertThat(executor.execute(REQUEST, work("x"))).isEqualTo("done");
  }

  @Test
  @DisplayName("reject: a duplicate is refused with the original's key and time")
  void rejects() throws Exception {
    IdempotentExecutor<String> executor = opened(builder().duplicates(DuplicateHandling.reject()));
    try (Running running = new Running(executor, "done")) {
      assertThatThrownBy(() -> executor.execute(REQUEST, work("x")))
          .isInstanceOf(DuplicateRequestException.class)
          .hasMessageContaining("running");
    }
    assertThatThrownBy(() -> executor.execute(REQUEST, work("x")))
        .isInstanceOfSatisfying(
            DuplicateRequestException.class,
            e -> {
              assertThat(e.key()).isEqualTo("order-1");
              assertThat(e.originalAt()).isEqualTo(Micros.toInstant(store.micros.get()));
            });
    assertThat(runs).hasValue(0);
  }

  @Test
  @DisplayName("merge: the function of recorded and new is recorded and handed to those who follow")
  void merges() {
    IdempotentExecutor<String> executor = opened(builder());
    executor.execute(REQUEST, work("a"));
    assertThat(
            executor.execute(
                REQUEST, DuplicateHandling.merge(recorded -> recorded + "+b", LONG), work("b")))
        .isEqualTo("a+b");
    assertThat(executor.execute(REQUEST, work("x"))).isEqualTo("a+b");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("merge: of many at once, none is lost")
  void mergesConcurrently() throws Exception {
    IdempotentExecutor<String> executor = opened(builder());
    executor.execute(REQUEST, work(""));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<String>> merges = new ArrayList<>();
    for (char c = 'a'; c < 'a' + 26; c++) {
      String letter = String.valueOf(c);
      merges.add(
          threads.submit(
              () ->
                  executor.execute(
                      REQUEST, DuplicateHandling.merge(r -> r + letter, LONG), work("x"))));
    }
    for (Future<String> merge : merges) {
      merge.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(executor.execute(REQUEST, work("x")).chars().sorted().toArray())
        .isEqualTo("abcdefghijklmnopqrstuvwxyz".chars().toArray());
  }

  @Test
  @DisplayName("flag: the duplicate gets the recorded result, and the pair goes to the sink")
  void flags() throws Exception {
    List<FlaggedDuplicate> flagged = new ArrayList<>();
    IdempotentExecutor<String> executor =
        opened(builder().duplicates(DuplicateHandling.flag(flagged::add, Duration.ofMillis(1))));
    try (Running running = new Running(executor, "done")) {
      assertThatThrownBy(() -> executor.execute(REQUEST, work("x")))
          .isInstanceOf(DuplicateInProgressException.class);
    }
    assertThat(executor.execute(REQUEST, work("x"))).isEqualTo("done");
    assertThat(flagged).hasSize(2).allMatch(pair -> pair.duplicate().equals(REQUEST));
    assertThat(flagged).allMatch(pair -> pair.original().isPresent());
  }

  @Test
  @DisplayName(
      "a holder that was away so long that its key is another request's gets its own result")
  void neverAnothersResult() {
    IdempotentExecutor<String> executor = opened(builder().scheduler(new ManualScheduler()));
    RequestKey other = RequestKey.of(REQUEST.key(), Fingerprint.of("another request"));
    String answer =
        executor.execute(
            REQUEST,
            execution -> {
              store.advance(LEASE.plus(TTL));
              assertThat(executor.execute(other, work("secret"))).isEqualTo("secret");
              return "mine";
            });
    assertThat(answer).isEqualTo("mine");
    assertThat(heard).containsExactly("unrecorded order-1");
  }

  @Test
  @DisplayName("merge: a record that expired meanwhile is not mixed up with another request's")
  void neverMergesAnothers() {
    IdempotentExecutor<String> executor = opened(builder());
    executor.execute(REQUEST, work("a"));
    RequestKey other = RequestKey.of(REQUEST.key(), Fingerprint.of("another request"));
    boolean[] replaced = {false};
    assertThatThrownBy(
            () ->
                executor.execute(
                    REQUEST,
                    DuplicateHandling.merge(
                        recorded -> {
                          if (!replaced[0]) {
                            replaced[0] = true;
                            store.advance(TTL);
                            executor.execute(other, work("secret"));
                          }
                          return recorded + "+b";
                        },
                        LONG),
                    work("x")))
        .isInstanceOf(FingerprintMismatchException.class);
    assertThat(executor.execute(other, work("x"))).isEqualTo("secret");
  }

  @Test
  @DisplayName(
      "wait: a claim that is let lapse at once wakes who waits, long before its lease ends")
  void wakesWhenLeftInDoubt() throws Exception {
    ManualScheduler scheduler = new ManualScheduler();
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .scheduler(scheduler)
                .inDoubt(InDoubtHandling.rerun())
                .duplicates(DuplicateHandling.waitFor(LONG)));
    CompletableFuture<String> first = new CompletableFuture<>();
    executor.executeAsync(REQUEST, execution -> first);
    CompletableFuture<String> waiting =
        executor
            .executeAsync(REQUEST, execution -> CompletableFuture.completedFuture("second"))
            .toCompletableFuture();
    first.completeExceptionally(new java.io.IOException("reset"));
    // Woken, it finds a lease of a microsecond left, and waits for that.
    while (store.claims.get() < 3) {
      Thread.onSpinWait();
    }
    store.advance(Duration.ofNanos(1_000));
    while (!waiting.isDone()) {
      scheduler.pass(1, TimeUnit.MILLISECONDS);
    }
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  @DisplayName("a wait that is not positive, or longer than a day, is refused")
  void waitBounds() {
    assertThatThrownBy(() -> DuplicateHandling.waitFor(Duration.ZERO))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("limit must be positive and at most PT24H, but is PT0S");
    assertThatThrownBy(() -> DuplicateHandling.waitFor(Duration.ofDays(2)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  @DisplayName("a holder that was superseded answers with the winner's result")
  void superseded() throws Exception {
    IdempotentExecutor<String> executor =
        opened(builder().inDoubt(InDoubtHandling.rerun()).scheduler(new ManualScheduler()));
    try (Running slow = new Running(executor, "loser")) {
      store.advance(LEASE);
      assertThat(executor.execute(REQUEST, work("winner"))).isEqualTo("winner");
      slow.end.countDown();
      assertThat(slow.result.get(30, TimeUnit.SECONDS)).isEqualTo("winner");
    }
  }

  @Test
  @DisplayName("a holder whose claim is another's by now is told that it is in progress")
  void supersededByRunning() throws Exception {
    IdempotentExecutor<String> executor = opened(builder().scheduler(new ManualScheduler()));
    try (Running slow = new Running(executor, "loser")) {
      store.advance(LEASE);
      Ticket winner = claimAndDie();
      assertThat(winner.attempt()).isEqualTo(2);
      slow.end.countDown();
      assertThatThrownBy(() -> slow.result.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DuplicateInProgressException.class);
    }
  }

  @Test
  @DisplayName(
      "a holder whose key an operator forgot answers with its own result, and that is told")
  void forgotten() throws Exception {
    IdempotentExecutor<String> executor = opened(builder().scheduler(new ManualScheduler()));
    try (Running running = new Running(executor, "done")) {
      store.forget(REQUEST.key(), store.find(REQUEST.key()).orElseThrow().fence());
      running.end.countDown();
      assertThat(running.result.get(30, TimeUnit.SECONDS)).isEqualTo("done");
      assertThat(heard).containsExactly("unrecorded order-1");
      assertThat(executor.stats().unrecorded()).isEqualTo(1);
    }
  }
}
