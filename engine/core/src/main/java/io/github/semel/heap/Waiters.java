package io.github.semel.heap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who waits for which key of a stripe. Every call is made under the stripe's monitor. */
final class Waiters {

  private final Map<String, List<Waiter>> byKey = new HashMap<>();

  /** One callback. A class of its own, so that a callback registered twice is two waiters. */
  static final class Waiter implements Runnable {

    private final Runnable callback;

    Waiter(Runnable callback) {
      this.callback = callback;
    }

    @Override
    public void run() {
      callback.run();
    }
  }

  Waiter add(String key, Runnable callback) {
    Waiter waiter = new Waiter(callback);
    byKey.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(waiter);
    return waiter;
  }

  void remove(String key, Waiter waiter) {
    List<Waiter> waiters = byKey.get(key);
    if (waiters != null && waiters.remove(waiter) && waiters.isEmpty()) {
      byKey.remove(key);
    }
  }

  /** Takes out those who wait for {@code key}. */
  List<Waiter> take(String key) {
    List<Waiter> waiters = byKey.isEmpty() ? null : byKey.remove(key);
    return waiters == null ? List.of() : waiters;
  }

  List<Waiter> takeAll() {
    List<Waiter> all = new ArrayList<>();
    byKey.values().forEach(all::addAll);
    byKey.clear();
    return all;
  }
}
