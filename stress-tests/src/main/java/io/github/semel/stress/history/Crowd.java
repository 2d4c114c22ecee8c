package io.github.semel.stress.history;

import io.github.semel.IdempotencyStore;
import io.github.semel.SettlementNotifier;
import io.github.semel.stress.Count;
import io.github.semel.stress.history.Recorder.Held;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one process, and the faults that need no more than this process: its threads are
 * interrupted and paused, callbacks misbehave, and, where the clock is given to the store, it jumps
 * and the store is filled.
 */
final class Crowd {

  /** What a callback throws on purpose. */
  private static final class PlannedFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    PlannedFailure() {
      super("a callback fails as planned", null, false, false);
    }
  }

  private static final long FAULT_EVERY_MILLIS = 3;
  // Where time passes by itself a pause is a long one.
  private static final int REAL_PAUSES = 20;
  private static final int FILL_EVERY = 50;
  // Beginnings and ends of calls.
  private static final long LEAST_BETWEEN_FILLINGS = 20_000;
  private static final long LEASES_MICROS = 60_000;
  private static final long LONG_JUMP_MICROS = 6_000_000;
  private static final long LONGEST_JUMP_MICROS = 2_000_000_000;

  private final IdempotencyStore store;
  private final Field field;
  private final Vocabulary vocabulary;
  private final Pace pace;
  private final Path folder;
  private final Consumer<String> wrong;

  Crowd(
      IdempotencyStore store,
      Field field,
      Vocabulary vocabulary,
      Path folder,
      Consumer<String> wrong) {
    this.store = store;
    this.field = field;
    this.vocabulary = vocabulary;
    this.pace = field.isInjected() ? Pace.INJECTED : Pace.REAL;
    this.folder = folder;
    this.wrong = wrong;
  }

  /**
   * Works until the round is to end and the keys are looked at once more.
   *
   * @param process which process this is, of {@code processes} at the end of a round
   */
  void run(int threads, long seed, int process, int processes) throws InterruptedException {
    Client.Shared shared =
        new Client.Shared(
            store,
            field,
            vocabulary,
            pace,
            new AtomicReferenceArray<@Nullable Held>(Client.SHARED_TICKETS),
            wrong);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = field.newClient();
      int part = process * threads + i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  HistoryLog log = new HistoryLog(folder, number);
                  new Client(shared, number, log, seed * 1_000_003 + number)
                      .run(part, threads * processes);
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              },
              "client-" + number);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler(
          (failed, thrown) -> {
            if (!(thrown instanceof PlannedFailure)) {
              failure.compareAndSet(null, thrown);
            }
          });
      running.add(thread);
    }
    running.forEach(Thread::start);
    disturb(running, new SplittableRandom(seed));
    for (Thread thread : running) {
      thread.join();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a client failed: " + thrown, thrown);
    }
  }

  private void disturb(List<Thread> clients, SplittableRandom random) throws InterruptedException {
    boolean fills = field.isInjected() && store.stats().maxEntries().isPresent();
    long filled = field.order();
    while (!field.isStopping() && anyAlive(clients)) {
      Thread.sleep(FAULT_EVERY_MILLIS);
      // By chance, so that short rounds have their share; not so often that slow clients see
      // nothing but a full store.
      if (fills
          && field.order() - filled > LEAST_BETWEEN_FILLINGS
          && random.nextInt(FILL_EVERY) == 0) {
        field.fill();
        filled = field.order();
      }
      disturbOnce(clients.get(random.nextInt(clients.size())), random);
    }
  }

  private static boolean anyAlive(List<Thread> clients) {
    return clients.stream().anyMatch(Thread::isAlive);
  }

  private void disturbOnce(Thread client, SplittableRandom random) throws InterruptedException {
    int draw = random.nextInt(100);
    if (draw < 30) {
      client.interrupt();
      field.count(Count.INTERRUPTS);
    } else if (draw < 45) {
      callback(client, random);
    } else if (draw < 60 && (field.isInjected() || random.nextInt(REAL_PAUSES) == 0)) {
      field.pauseHolder();
      Thread.sleep(FAULT_EVERY_MILLIS);
      field.jump(LEASES_MICROS);
    } else if (field.isInjected()) {
      disturbTime(draw, random);
    }
  }

  private void disturbTime(int draw, SplittableRandom random) {
    if (draw < 75) {
      field.pauseReading();
      field.jump(LEASES_MICROS);
    } else if (draw < 98) {
      field.jump(random.nextLong(1, LONG_JUMP_MICROS));
    } else if (random.nextInt(4) == 0) {
      field.jump(LONGEST_JUMP_MICROS);
    }
  }

  /** Waits for a key that is in use, with a callback that does what none should. */
  private void callback(Thread client, SplittableRandom random) {
    SettlementNotifier notifier = store.notifier().orElse(null);
    if (notifier == null) {
      return;
    }
    boolean failing = random.nextBoolean();
    String key = vocabulary.key(Client.freshKey(field) - 1 - random.nextInt(8));
    Runnable callback =
        () -> {
          field.count(Count.CALLBACKS);
          if (failing && Thread.currentThread().getName().startsWith("client-")) {
            throw new PlannedFailure();
          }
          client.interrupt();
        };
    SettlementNotifier.Registration registration = notifier.onSettled(key, callback);
    if (random.nextInt(4) == 0) {
      registration.cancel();
    }
  }
}
