package io.github.semel.testkit;

import io.github.semel.SettlementNotifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Those who wait for a settlement in {@link FaultyStore}. */
final class FaultyWaiters {

  private final StoreFault fault;
  private final Map<String, List<Runnable>> waiting = new HashMap<>();
  private final List<Runnable> due = new ArrayList<>();

  FaultyWaiters(StoreFault fault) {
    this.fault = fault;
  }

  synchronized SettlementNotifier.Registration add(String key, Runnable callback) {
    // A wrapper of its own, so that one registration of the same callback can be taken back.
    Runnable registered = () -> callback.run();
    waiting.computeIfAbsent(key, fresh -> new ArrayList<>()).add(registered);
    return () -> cancel(key, registered);
  }

  private synchronized void cancel(String key, Runnable registered) {
    if (fault != StoreFault.CANCEL_IS_IGNORED && waiting.containsKey(key)) {
      waiting.get(key).remove(registered);
    }
  }

  synchronized void settled(String key) {
    List<Runnable> settled =
        fault == StoreFault.CALLBACK_COMES_TWICE ? waiting.get(key) : waiting.remove(key);
    if (settled != null) {
      due.addAll(settled);
    }
  }

  /** Runs what is due, without the store's lock. */
  void run() {
    List<Runnable> now;
    synchronized (this) {
      now = List.copyOf(due);
      due.clear();
    }
    now.forEach(this::run);
  }

  private void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      if (fault == StoreFault.CALLBACK_FAILURE_REACHES_THE_CALLER) {
        throw e;
      }
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
