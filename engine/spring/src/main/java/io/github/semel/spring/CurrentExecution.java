package io.github.semel.spring;

import io.github.semel.executor.Execution;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claim that an {@link Idempotent} method runs under: its ticket has the keys for calls further
 * down. A handler under a request's key finds its own with {@link
 * io.github.semel.http.servlet.IdempotencyFilter#execution}.
 */
public final class CurrentExecution {

  private static final ThreadLocal<Execution> CURRENT = new ThreadLocal<>();

  private CurrentExecution() {}

  /**
   * The innermost one of this thread; empty outside of such methods. On threads that the method
   * hands work to, it is the method's to pass on.
   */
  public static Optional<Execution> get() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Makes it the innermost one of this thread; returns the one before, to leave it with. */
  static @Nullable Execution enter(Execution execution) {
    Execution before = CURRENT.get();
    CURRENT.set(execution);
    return before;
  }

  static void leave(@Nullable Execution before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }
}
