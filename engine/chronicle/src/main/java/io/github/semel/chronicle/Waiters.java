package io.github.semel.chronicle;

import io.github.semel.callback.Callbacks;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who wait for a claim to be settled. Whoever waits registers first and looks at the record
 * then; whoever settles changes the record first and looks for waiters then: one of the two sees
 * the other. Safe for any thread.
 */
final class Waiters {

  private final ConcurrentHashMap<String, List<Waiter>> waiting = new ConcurrentHashMap<>();

  /**
   * How many wait, or more: counted before they are put in and after they are taken out. The map's
   * own count may be behind.
   */
  private final AtomicInteger count = new AtomicInteger();

  /** One callback, which is run once. */
  static final class Waiter {

    private final String key;
    private final Runnable callback;
    private final AtomicBoolean done = new AtomicBoolean();

    private Waiter(String key, Runnable callback) {
      this.key = key;
      this.callback = callback;
    }

    private boolean first() {
      return done.compareAndSet(false, true);
    }
  }

  /** Registers a callback. */
  Waiter register(String key, Runnable callback) {
    Waiter waiter = new Waiter(key, callback);
    count.incrementAndGet();
    waiting.compute(
        key,
        (name, others) -> {
          List<Waiter> all = others == null ? new ArrayList<>(1) : new ArrayList<>(others);
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /** Forgets a callback. */
  void cancel(Waiter waiter) {
    waiting.computeIfPresent(
        waiter.key,
        (name, others) -> {
          List<Waiter> rest = new ArrayList<>(others);
          if (rest.remove(waiter)) {
            count.decrementAndGet();
          }
          return rest.isEmpty() ? null : rest;
        });
  }

  /** Nothing had to be waited for: forgets the callback, and runs it now, in the open. */
  void runNow(Waiter waiter) {
    cancel(waiter);
    if (waiter.first()) {
      waiter.callback.run();
    }
  }

  /**
   * Takes those who wait for {@code key}, to {@link #run} them when the lock is free. Called under
   * the lock under which the claim is settled: who registers later waits for the next one.
   */
  List<Waiter> take(String key) {
    if (isEmpty()) {
      return List.of();
    }
    List<Waiter> settled = waiting.remove(key);
    if (settled == null) {
      return List.of();
    }
    count.addAndGet(-settled.size());
    return settled;
  }

  /** Whether nobody waits; called after the record was changed. */
  boolean isEmpty() {
    // The change is seen by whoever registers from here on: it may not be delayed past the look.
    VarHandle.fullFence();
    return count.get() == 0;
  }

  static void run(List<Waiter> settled) {
    for (Waiter waiter : settled) {
      if (waiter.first()) {
        Callbacks.run(waiter.callback);
      }
    }
  }

  void runAll() {
    for (String key : waiting.keySet()) {
      run(take(key));
    }
  }
}
