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

  /** Makes it the innermost one until the binding is closed, on the same thread. */
  static Binding bind(Execution execution) {
    Binding binding = new Binding(CURRENT.get());
    CURRENT.set(execution);
    return binding;
  }

  /** Brings back what was bound before. */
  static final class Binding implements AutoCloseable {

    private final @Nullable Execution before;

    private Binding(@Nullable Execution before) {
      this.before = before;
    }

    @Override
    public void close() {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
