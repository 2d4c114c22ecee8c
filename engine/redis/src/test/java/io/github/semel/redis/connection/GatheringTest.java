package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns that are offered to those who wait; what is not taken must not be lost. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatheringTest {

  private static final long LONG = TimeUnit.MINUTES.toNanos(10);

  private final Deadlines deadlines = new Deadlines();

  @AfterEach
  void close() {
    deadlines.close();
  }

  /** A platform thread that waits for one call. */
  private final class Waiter {

    final long deadline = System.nanoTime() + LONG;
    final Thread thread;
    final AtomicReference<@Nullable Gathering> gathering = new AtomicReference<>();
    volatile boolean interrupted;

    Waiter() {
      CountDownLatch made = new CountDownLatch(1);
      thread =
          new Thread(
              () -> {
                Gathering wait = new Gathering(1, deadlines);
                gathering.set(wait);
                made.countDown();
                wait.await(deadline);
                interrupted = Thread.currentThread().isInterrupted();
              });
      thread.start();
      while (made.getCount() > 0) {
        Thread.onSpinWait();
      }
    }

    Gathering gathering() {
      Gathering wait = gathering.get();
      assertThat(wait).isNotNull();
      return wait;
    }

    void awaitParked() {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        assertThat(thread.isAlive()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("who waits takes a turn, with the time that it has itself, and waits on")
  void taken() throws InterruptedException {
    Waiter waiter = new Waiter();
    waiter.awaitParked();
    AtomicLong given = new AtomicLong();
    AtomicReference<@Nullable Thread> taker = new AtomicReference<>();
    CountDownLatch taken = new CountDownLatch(1);
    assertThat(
            waiter
                .gathering()
                .offer(
                    until -> {
                      given.set(until);
                      taker.set(Thread.currentThread());
                      taken.countDown();
                    }))
        .isTrue();
    taken.await();
    assertThat(given.get()).isEqualTo(waiter.deadline);
    assertThat(taker.get()).isSameAs(waiter.thread);
    waiter.awaitParked();
    waiter.gathering().countDown();
    waiter.thread.join();
  }

  @Test
  @DisplayName("an interrupt after a turn does not end the wait either, and is kept")
  void interruptedAfterTurn() throws InterruptedException {
    Waiter waiter = new Waiter();
    CountDownLatch taken = new CountDownLatch(1);
    waiter.gathering().offer(until -> taken.countDown());
    taken.await();
    waiter.awaitParked();
    waiter.thread.interrupt();
    while (waiter.thread.isInterrupted()) {
      Thread.onSpinWait();
    }
    waiter.awaitParked();
    waiter.gathering().countDown();
    waiter.thread.join();
    assertThat(waiter.interrupted).isTrue();
  }

  @Test
  @DisplayName("there is one offer at most, and none is taken once the wait is over")
  void offeredOnce() {
    AtomicInteger taken = new AtomicInteger();
    Gathering wait = new Gathering(1, deadlines);
    assertThat(wait.offer(until -> taken.incrementAndGet())).isTrue();
    assertThat(wait.offer(until -> taken.addAndGet(10))).isFalse();
    wait.await(System.nanoTime());
    assertThat(taken.get()).isEqualTo(1);
    assertThat(wait.open()).isTrue();
    assertThat(wait.offer(until -> taken.addAndGet(100))).isFalse();
  }

  @Test
  @DisplayName("a wait that ends without an offer is offered none afterwards")
  void overBefore() {
    Gathering wait = new Gathering(1, deadlines);
    wait.await(System.nanoTime());
    assertThat(wait.offer(until -> {})).isFalse();
  }

  @Test
  @DisplayName("who will not wait passes its turn on, without time for it, and is offered none")
  void leaves() {
    Gathering offered = new Gathering(1, deadlines);
    AtomicLong given = new AtomicLong(Long.MAX_VALUE);
    offered.offer(given::set);
    offered.leave();
    assertThat(given.get() - System.nanoTime()).isLessThanOrEqualTo(0);
    assertThat(offered.offer(until -> {})).isFalse();

    Gathering leaving = new Gathering(1, deadlines);
    leaving.leave();
    assertThat(leaving.offer(until -> {})).isFalse();
  }

  @Test
  @DisplayName("all calls that it is for are waited for")
  void severalCalls() {
    Gathering wait = new Gathering(2, deadlines);
    assertThat(wait.isOfOneCall()).isFalse();
    wait.countDown();
    assertThat(wait.open()).isTrue();
    wait.countDown();
    assertThat(wait.open()).isFalse();
    wait.await(System.nanoTime() + LONG);
    assertThat(new Gathering(1, deadlines).isOfOneCall()).isTrue();
  }
}
