package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Leases that are kept and lost, and a store that comes and goes. */
class LeaseAndOutageTest extends ExecutorTest {

  private final ManualScheduler scheduler = new ManualScheduler();
  private final IdempotentExecutor<String> executor = opened(builder().scheduler(scheduler));

  private void pass(Duration duration) {
    store.advance(duration);
    scheduler.pass(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Test
  @DisplayName("the lease is renewed at a third of it for as long as the work runs, and no longer")
  void renews() {
    executor.execute(
        REQUEST,
        execution -> {
          for (int i = 1; i <= 9; i++) {
            pass(LEASE.dividedBy(3));
            assertThat(store.renewals).hasValue(i);
          }
          IdempotencyRecord.Pending pending =
              (IdempotencyRecord.Pending) store.find(REQUEST.key()).orElseThrow();
          assertThat(pending.leaseUntil())
              .isEqualTo(Micros.toInstant(store.micros.get()).plus(LEASE));
          assertThat(execution.leaseLost()).isFalse();
          return "done";
        });
    assertThat(scheduler.waiting()).isZero();
    pass(LEASE);
    assertThat(store.renewals).hasValue(9);
    assertThat(heard).isEmpty();
  }

  @Test
  @DisplayName("work whose claim is gone is told by flag and by callback, once")
  void lost() {
    List<String> called = new ArrayList<>();
    executor.execute(
        REQUEST,
        execution -> {
          execution.onLeaseLost(() -> called.add("before"));
          store.forget(REQUEST.key(), execution.ticket().fence());
          assertThat(execution.leaseLost()).isFalse();
          pass(LEASE);
          assertThat(execution.leaseLost()).isTrue();
          execution.onLeaseLost(() -> called.add("after"));
          pass(LEASE);
          return "done";
        });
    assertThat(called).containsExactly("before", "after");
    assertThat(heard).containsExactly("leaseLost order-1", "unrecorded order-1");
    assertThat(executor.stats().leasesLost()).isEqualTo(1);
  }

  @Test
  @DisplayName("renewals that fail for less than a lease lose nothing")
  void outageDuringWork() {
    assertThat(
            executor.execute(
                REQUEST,
                execution -> {
                  store.down.set(true);
                  scheduler.pass(10, TimeUnit.SECONDS);
                  scheduler.pass(10, TimeUnit.SECONDS);
                  store.down.set(false);
                  scheduler.pass(10, TimeUnit.SECONDS);
                  assertThat(execution.leaseLost()).isFalse();
                  return "done";
                }))
        .isEqualTo("done");
    assertThat(store.renewals).hasValue(3);
    assertThat(heard).isEmpty();
  }

  @Test
  @DisplayName("a store out of reach refuses the work, unless told otherwise")
  void failsClosed() {
    store.down.set(true);
    assertThatThrownBy(
            () ->
                executor.execute(
                    REQUEST,
                    execution -> {
                      throw new AssertionError("executed without a claim");
                    }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(executor.stats()).isEqualTo(new ExecutorStats(0, 0, 0, 0, 0));
  }

  @Test
  @DisplayName("run unprotected: the work runs, knows it, and is counted and told")
  void runsUnprotected() {
    IdempotentExecutor<String> open =
        opened(builder().scheduler(scheduler).outage(OutagePolicy.RUN_UNPROTECTED));
    store.down.set(true);
    assertThat(
            open.execute(
                REQUEST,
                execution -> {
                  assertThat(execution.unprotected()).isTrue();
                  assertThat(execution.ticket().fence()).isZero();
                  return execution.ticket().downstreamKey("charge");
                }))
        .isNotEmpty();
    assertThat(open.executeAsync(REQUEST, e -> done("async")).toCompletableFuture())
        .isCompletedWithValue("async");
    assertThat(open.stats()).isEqualTo(new ExecutorStats(2, 0, 2, 0, 0));
    assertThat(heard).containsExactly("unprotected order-1", "unprotected order-1");
  }

  private static <T> CompletionStage<T> done(T result) {
    return CompletableFuture.completedFuture(result);
  }

  @Test
  @DisplayName(
      "when the store is gone at completion the caller has its result, and recording goes on")
  void completesLater() {
    String result =
        executor.execute(
            REQUEST,
            execution -> {
              store.down.set(true);
              return "done";
            });
    assertThat(result).isEqualTo("done");
    scheduler.pass(1, TimeUnit.SECONDS);
    assertThat(heard).isEmpty();
    store.down.set(false);
    scheduler.pass(5, TimeUnit.SECONDS);
    assertThat(executor.<RuntimeException>execute(REQUEST, execution -> "again")).isEqualTo("done");
    assertThat(scheduler.waiting()).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  @DisplayName("an outcome that no resend gets through within a lease is told as unrecorded")
  void givesUpCompleting() {
    executor.execute(
        REQUEST,
        execution -> {
          store.down.set(true);
          return "done";
        });
    scheduler.pass(LEASE.toSeconds(), TimeUnit.SECONDS);
    assertThat(heard).containsExactly("unrecorded order-1");
    assertThat(executor.stats().unrecorded()).isEqualTo(1);
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  @DisplayName(
      "a claim whose answer was lost is given back, so that it does not come to be in doubt")
  void takesBackLostClaim() {
    store.losesAnswers.set(true);
    assertThatThrownBy(() -> executor.execute(REQUEST, execution -> "x"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store.find(REQUEST.key())).isPresent();
    store.losesAnswers.set(false);
    // The first resend gets its claim and finds the store gone again before it can give it back.
    store.downAfterClaim.set(true);
    scheduler.pass(100, TimeUnit.MILLISECONDS);
    store.downAfterClaim.set(false);
    store.down.set(false);
    scheduler.pass(1, TimeUnit.SECONDS);
    assertThat(store.find(REQUEST.key())).isEmpty();
    assertThat(executor.<RuntimeException>execute(REQUEST, execution -> "done")).isEqualTo("done");
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  @DisplayName("run unprotected: a duplicate is not let loose beside the first one, nor done again")
  void protectsKnownDuplicates() {
    IdempotentExecutor<String> open =
        opened(
            builder()
                .scheduler(scheduler)
                .continuations(Runnable::run)
                .duplicates(DuplicateHandling.waitFor(Duration.ofMinutes(1)))
                .outage(OutagePolicy.RUN_UNPROTECTED));
    CompletableFuture<String> first = new CompletableFuture<>();
    open.executeAsync(REQUEST, execution -> first);
    CompletableFuture<String> waiting =
        open.executeAsync(REQUEST, execution -> done("beside")).toCompletableFuture();
    store.down.set(true);
    scheduler.pass(LEASE.toSeconds(), TimeUnit.SECONDS);
    assertThat(waiting).isCompletedExceptionally();
    assertThat(open.stats().unprotected()).isZero();
    store.down.set(false);
    open.execute("done", PRINT, execution -> "first");
    assertThatThrownBy(
            () ->
                open.execute(
                    RequestKey.of("done", PRINT),
                    DuplicateHandling.merge(
                        recorded -> {
                          throw new StoreUnavailableException("another store", null);
                        },
                        LEASE),
                    execution -> "again"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(open.stats().unprotected()).isZero();
  }

  @Test
  @DisplayName("a close leaves nobody waiting for ever")
  void closeEndsWaits() {
    IdempotentExecutor<String> closing =
        opened(
            builder()
                .scheduler(scheduler)
                .continuations(Runnable::run)
                .duplicates(DuplicateHandling.waitFor(Duration.ofMinutes(5))));
    CompletableFuture<String> first = new CompletableFuture<>();
    closing.executeAsync(REQUEST, execution -> first);
    CompletableFuture<String> waiting =
        closing.executeAsync(REQUEST, execution -> first).toCompletableFuture();
    scheduler.refuse();
    scheduler.pass(LEASE.toSeconds(), TimeUnit.SECONDS);
    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ExecutorClosedException.class);
  }

  @Test
  @DisplayName("after a close nothing is claimed or executed")
  void closed() {
    executor.close();
    assertThatThrownBy(() -> executor.execute(REQUEST, execution -> "x"))
        .isInstanceOf(ExecutorClosedException.class);
    assertThat(store.claims).hasValue(0);
  }

  @Test
  @DisplayName("a scheduler that was shut down refuses the work and gives the claim back")
  void schedulerShutDown() {
    ScheduledExecutorService gone = Executors.newSingleThreadScheduledExecutor();
    gone.shutdown();
    IdempotentExecutor<String> refused = opened(builder().scheduler(gone));
    assertThatThrownBy(() -> refused.execute(REQUEST, execution -> "x"))
        .isInstanceOf(ExecutorClosedException.class);
    assertThat(store.find(REQUEST.key())).isEmpty();
  }
}
