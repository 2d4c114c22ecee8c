package io.github.semel.heap;

import io.github.semel.StoreListener;
import io.github.semel.callback.Callbacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stripe has to tell: to those who wait for a key, and to the listener. It is collected
 * under the stripe's monitor, under which every method but {@link #run} is called, and run outside
 * it.
 */
final class Announcements {

  private final StoreListener listener;
  private final Map<String, List<Waiter>> waiters = new HashMap<>();
  private List<Runnable> collected = List.of();

  Announcements(StoreListener listener) {
    this.listener = listener;
  }

  /** One callback. A class of its own, so that a callback registered twice is two waiters. */
  static final class Waiter implements Runnable {

    private final Runnable callback;

    private Waiter(Runnable callback) {
      this.callback = callback;
    }

    @Override
    public void run() {
      callback.run();
    }
  }

  Waiter await(String key, Runnable callback) {
    Waiter waiter = new Waiter(callback);
    waiters.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(waiter);
    return waiter;
  }

  void cancel(String key, Waiter waiter) {
    List<Waiter> waiting = waiters.get(key);
    if (waiting != null && waiting.remove(waiter) && waiting.isEmpty()) {
      waiters.remove(key);
    }
  }

  /** Those who wait for {@code key} are to be told. */
  void settled(String key) {
    List<Waiter> waiting = waiters.isEmpty() ? null : waiters.remove(key);
    if (waiting != null) {
      waiting.forEach(this::collect);
    }
  }

  /** All who wait are to be told. */
  void allSettled() {
    waiters.values().forEach(waiting -> waiting.forEach(this::collect));
    waiters.clear();
  }

  /** The listener is to be told of so many expired records; nothing for none. */
  void expired(long count) {
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
  List<Runnable> take() {
    List<Runnable> taken = collected;
    collected = List.of();
    return taken;
  }

  static void run(List<Runnable> taken) {
    for (int i = 0; i < taken.size(); i++) {
      Callbacks.run(taken.get(i));
    }
  }
}
