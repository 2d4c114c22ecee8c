package io.github.semel.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do the same rounds at the same time. At the start of each round they wait for one
 * another by spinning, because threads that are woken start one after the other and hardly meet.
 */
final class Race {

  @FunctionalInterface
  interface Step {

    /** One thread's part in one round. */
    void run(int thread, int round) throws Exception;
  }

  private final int threads;
  private final int rounds;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Race(int threads, int rounds) {
    this.threads = threads;
    this.rounds = rounds;
  }

  /** Runs the race; throws what the first thread to fail threw. */
  static void run(int threads, int rounds, Step step) throws InterruptedException {
    new Race(threads, rounds).run(step);
  }

  /** Lets another thread run where there are fewer processors than threads; a hint, no promise. */
  @SuppressWarnings("ThreadPriorityCheck") // No result depends on it; more interleavings are tried.
  static void giveWay() {
    Thread.yield();
  }

  private void run(Step step) throws InterruptedException {
    List<Thread> runners = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      Thread runner = new Thread(() -> runAllRounds(thread, step), "race-" + thread);
      runner.setDaemon(true);
      runners.add(runner);
      runner.start();
    }
    for (Thread runner : runners) {
      runner.join();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("a thread in the race failed: " + thrown.getMessage(), thrown);
    }
  }

  private void runAllRounds(int thread, Step step) {
    try {
      SplittableRandom random = new SplittableRandom(thread);
      for (int round = 0; round < rounds; round++) {
        if (!awaitOthers(round)) {
          return;
        }
        stagger(random);
        step.run(thread, round);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /**
   * Changes who is first. The last to arrive does not wait and would be first ever again, with the
   * same part to play.
   */
  private static void stagger(SplittableRandom random) {
    int draw = random.nextInt(16);
    if (draw == 0) {
      giveWay();
    }
    for (int spins = 0; spins < 20 * draw; spins++) {
      Thread.onSpinWait();
    }
  }

  /** Returns when all threads have come to {@code round}; false when one of them has failed. */
  private boolean awaitOthers(int round) {
    arrived.incrementAndGet();
    int everyone = threads * (round + 1);
    for (int spins = 0; arrived.get() < everyone; spins++) {
      if (failure.get() != null) {
        return false;
      }
      if (spins < 200) {
        Thread.onSpinWait();
      } else if (spins < 10_000) {
        giveWay();
      } else {
        LockSupport.parkNanos(1_000);
      }
    }
    return true;
  }
}
