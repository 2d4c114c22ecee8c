package io.github.semel.callback;

/** Runs callbacks of users: listeners, waiters, those who hear of a lost lease. */
public final class Callbacks {

  private Callbacks() {}

  /**
   * Runs a callback after what it tells of has taken place. It cannot undo that, so what it throws
   * must not look as if it had: it goes to the thread's uncaught exception handler.
   */
  public static void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
