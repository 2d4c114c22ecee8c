package io.github.semel.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that wait without a time; needs a Java that has them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlinesTest {

  private static final long LONG = TimeUnit.MINUTES.toNanos(10);

  /** A wait that is waited for, and is long enough to be seen waiting on a slow machine. */
  private static final long SEEN_WAITING = TimeUnit.SECONDS.toNanos(4);

  private final Deadlines deadlines = new Deadlines();
  private ThreadFactory virtual = Thread::new;

  @BeforeEach
  void findVirtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      virtual =
          (ThreadFactory)
              Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      Assumptions.abort("this Java has no virtual threads");
    }
  }

  @AfterEach
  void close() {
    deadlines.close();
  }

  /** A virtual thread that waits for one call. */
  private final class Waiter {

    final AtomicReference<@Nullable Gathering> gathering = new AtomicReference<>();
    final Thread thread;
    volatile boolean interrupted;

    Waiter(long until) {
      thread =
          virtual.newThread(
              () -> {
                Gathering wait = new Gathering(1, deadlines);
                gathering.set(wait);
                wait.await(until);
                interrupted = Thread.currentThread().isInterrupted();
              });
      thread.start();
    }

    Gathering gathering() {
      Gathering wait = gathering.get();
      while (wait == null) {
        Thread.onSpinWait();
        wait = gathering.get();
      }
      return wait;
    }

    Waiter awaitState(Thread.State state) {
      while (thread.getState() != state) {
        assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
      }
      return this;
    }
  }

  private Waiter waiter(long nanos) {
    return new Waiter(System.nanoTime() + nanos);
  }

  @Test
  @DisplayName("a virtual thread waits without a time, and to its deadline when nobody answers")
  void due() throws InterruptedException {
    long begun = System.nanoTime();
    long wait = SEEN_WAITING;
    Waiter waiter = waiter(wait).awaitState(Thread.State.WAITING);
    waiter.thread.join();
    assertThat(System.nanoTime() - begun).isBetween(wait, TimeUnit.SECONDS.toNanos(30));
  }

  @Test
  @DisplayName("waits are woken when they are due, in whatever order they have come")
  void notInOrder() throws InterruptedException {
    Waiter forever = waiter(LONG).awaitState(Thread.State.WAITING);
    Waiter later = waiter(SEEN_WAITING).awaitState(Thread.State.WAITING);
    Waiter sooner = waiter(2 * Deadlines.LEAST_NANOS);
    sooner.thread.join();
    later.thread.join();
    assertThat(forever.thread.isAlive()).isTrue();
    forever.gathering().countDown();
    forever.thread.join();
  }

  @Test
  @DisplayName("waits that are due at once are all woken, and none is kept")
  void dueTogether() throws InterruptedException {
    long until = System.nanoTime() + 10 * Deadlines.LEAST_NANOS;
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiters.add(new Waiter(until));
    }
    for (Waiter waiter : waiters) {
      waiter.thread.join();
    }
    awaitIdle();
    assertUnlinked(waiters);
  }

  private void awaitIdle() {
    while (!deadlines.holdsNothing() || deadlines.thread().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Whoever keeps one of them, as its thread may, does not keep the others with it. */
  private static void assertUnlinked(List<Waiter> waiters) {
    assertThat(waiters).allSatisfy(waiter -> assertThat(waiter.gathering().next).isNull());
  }

  @Test
  @DisplayName("a wait that is settled ends at once and is dropped, and the thread idles")
  void settled() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      List<Waiter> waiters = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiters.add(waiter(LONG));
      }
      for (Waiter waiter : waiters) {
        waiter.awaitState(Thread.State.WAITING);
      }
      assertThat(deadlines.holdsNothing()).isFalse();
      for (Waiter waiter : waiters) {
        waiter.gathering().countDown();
        waiter.thread.join();
      }
      awaitIdle();
      assertUnlinked(waiters);
    }
  }

  @Test
  @DisplayName("an idle thread is woken by the next wait, each time")
  void idle() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      waiter(2 * Deadlines.LEAST_NANOS).thread.join();
      while (!deadlines.holdsNothing()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @DisplayName("closing ends the thread; who waits then keeps its deadline by itself")
  void closed() throws InterruptedException {
    Waiter before = waiter(LONG).awaitState(Thread.State.WAITING);
    deadlines.close();
    deadlines.thread().join();
    before.awaitState(Thread.State.TIMED_WAITING);
    Waiter after = waiter(LONG).awaitState(Thread.State.TIMED_WAITING);
    for (Waiter waiter : List.of(before, after)) {
      waiter.gathering().countDown();
      waiter.thread.join();
    }
    waiter(2 * Deadlines.LEAST_NANOS).thread.join();
  }

  @Test
  @DisplayName("closing ends the thread that idles, too")
  void closedWhileIdle() throws InterruptedException {
    assertThat(deadlines.thread().isDaemon()).isTrue();
    Waiter waiter = waiter(LONG).awaitState(Thread.State.WAITING);
    waiter.gathering().countDown();
    awaitIdle();
    deadlines.close();
    deadlines.thread().join();
  }

  @Test
  @DisplayName("waits that begin while it is closed are woken at their deadlines")
  void closedMeanwhile() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Deadlines closing = new Deadlines();
      List<Thread> threads = new ArrayList<>();
      AtomicInteger ended = new AtomicInteger();
      for (int i = 0; i < 50; i++) {
        threads.add(
            virtual.newThread(
                () -> {
                  new Gathering(1, closing).await(System.nanoTime() + 2 * Deadlines.LEAST_NANOS);
                  ended.incrementAndGet();
                }));
      }
      threads.forEach(Thread::start);
      closing.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(ended.get()).isEqualTo(threads.size());
    }
  }

  @Test
  @DisplayName("a wait that is nearly over, and one of a platform thread, park for their time")
  void timed() throws InterruptedException {
    waiter(Deadlines.LEAST_NANOS - 1).thread.join();
    virtual = Thread::new;
    Waiter platform = waiter(LONG).awaitState(Thread.State.TIMED_WAITING);
    platform.gathering().countDown();
    platform.thread.join();
    assertThat(deadlines.thread().getState()).isEqualTo(Thread.State.NEW);
  }

  @Test
  @DisplayName("where no thread is to be had, each keeps its deadline by itself, from the first on")
  void noThread() {
    Deadlines none =
        new Deadlines(
            watch ->
                new Thread(watch) {
                  @Override
                  public void start() {
                    throw new OutOfMemoryError("no thread is to be had, in a test");
                  }
                });
    for (int i = 0; i < 2; i++) {
      assertThat(none.add(new Gathering(1, none), LONG)).isFalse();
      assertThat(none.ended()).isTrue();
    }
  }

  @Test
  @DisplayName("an interrupt does not end the wait, and is kept")
  void interrupted() throws InterruptedException {
    Waiter waiter = waiter(LONG).awaitState(Thread.State.WAITING);
    waiter.thread.interrupt();
    // The one that runs may not have parked again; what is asked for is that it does.
    while (waiter.thread.isInterrupted()) {
      Thread.onSpinWait();
    }
    waiter.awaitState(Thread.State.WAITING);
    waiter.gathering().countDown();
    waiter.thread.join();
    assertThat(waiter.interrupted).isTrue();
  }

  @Test
  @DisplayName("a wait is watched once, however often its caller parks, and cuts no other off")
  void interruptedAllTheTime() throws InterruptedException {
    Waiter waiter = waiter(LONG).awaitState(Thread.State.WAITING);
    Thread other = waiter(2 * Deadlines.LEAST_NANOS).thread;
    while (other.isAlive()) {
      waiter.thread.interrupt();
    }
    waiter.gathering().countDown();
    waiter.thread.join();
  }
}
