package io.github.semel.local;

import io.github.semel.StoreListener;
import io.github.semel.callback.Callbacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stripe of a store has to tell: to those who wait for a key, and to the listener. It is
 * collected under the stripe's monitor, under which every method but {@link #run} is called, and
 * run outside it.
 */
public final class Announcements {

  private final StoreListener listener;
  private final Map<String, List<Waiter>> waiters = new HashMap<>();
  private List<Runnable> collected = List.of();

  /** Nothing to tell yet. */
  public Announcements(StoreListener listener) {
    this.listener = listener;
  }

  /** One callback. A class of its own, so that a callback registered twice is two waiters. */
  public static final class Waiter implements Runnable {

    private final Runnable callback;

    private Waiter(Runnable callback) {
      this.callback = callback;
    }

    @Override
    public void run() {
      callback.run();
    }
  }

  /** Has {@code callback} run when the claim of {@code key} is settled. */
  public Waiter await(String key, Runnable callback) {
    Waiter waiter = new Waiter(callback);
    waiters.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(waiter);
    return waiter;
  }

  /** Whether anybody waits for any key. */
  public boolean hasWaiters() {
    return !waiters.isEmpty();
  }

  /** Forgets a waiter. */
  public void cancel(String key, Waiter waiter) {
    List<Waiter> waiting = waiters.get(key);
    if (waiting != null && waiting.remove(waiter) && waiting.isEmpty()) {
      waiters.remove(key);
    }
  }

  /** Those who wait for {@code key} are to be told. */
  public void settled(String key) {
    List<Waiter> waiting = waiters.isEmpty() ? null : waiters.remove(key);
    if (waiting != null) {
      waiting.forEach(this::collect);
    }
  }

  /** All who wait are to be told. */
  public void allSettled() {
    waiters.values().forEach(waiting -> waiting.forEach(this::collect));
    waiters.clear();
  }

  /** The listener is to be told of so many expired records; nothing for none. */
  public void expired(long count) {
    if (count > 0 && listener != StoreListener.NONE) {
      collect(() -> listener.expired(count));
    }
  }

  private void collect(Runnable task) {
    if (collected.isEmpty()) {
      collected = new ArrayList<>();
    }
    collected.add(task);
  }

  /** Takes what was collected, to {@link #run} it when the monitor is free. */
  public List<Runnable> take() {
    List<Runnable> taken = collected;
    if (!taken.isEmpty()) {
      // Not stored where it stands already: a reference stored in an old object takes a barrier.
      collected = List.of();
    }
    return taken;
  }

  /** Runs what was taken; under no monitor. */
  public static void run(List<Runnable> taken) {
    for (int i = 0; i < taken.size(); i++) {
      Callbacks.run(taken.get(i));
    }
  }
}
