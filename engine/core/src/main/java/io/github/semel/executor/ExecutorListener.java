package io.github.semel.executor;

import io.github.semel.IdempotencyException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Optional;

/**
 * Hears of what an operator should know. Methods must be short; what they throw goes to the
 * thread's uncaught exception handler and changes nothing.
 */
public interface ExecutorListener {

  /** Hears nothing. */
  ExecutorListener NONE = new ExecutorListener() {};

  /** Work runs without a claim; see {@link OutagePolicy#RUN_UNPROTECTED}. */
  default void unprotected(String key, IdempotencyException cause) {}

  /**
   * Work was executed and its outcome is recorded nowhere: the store stayed out of reach, or the
   * claim was gone with nobody's outcome in its place. Duplicates to come may execute it again.
   */
  default void unrecorded(Ticket ticket, Optional<IdempotencyException> cause) {}

  /**
   * A result is recorded as omitted: the codec threw {@code cause}, or, where that is empty, it has
   * more bytes than the store takes.
   */
  default void omitted(Ticket ticket, Optional<Throwable> cause) {}

  /** A duplicate has waited for a running one, whatever it got in the end. */
  default void waited(String key, Duration took) {}

  /** A claim was lost while its work was running. */
  default void leaseLost(Ticket ticket) {}
}
