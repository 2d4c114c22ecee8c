package io.github.semel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What metrics, tracing and audit hang on. Methods are called by the thread that made the call,
 * after it took place and under no lock, and should be short; what they throw goes to the thread's
 * uncaught exception handler and changes nothing. Durations are measured with {@link
 * System#nanoTime}.
 *
 * <p>Keys may be personal data: they are passed for audit and must not become the tag of a metric.
 */
public interface StoreListener {

  /** Hears nothing. */
  StoreListener NONE = new StoreListener() {};

  /** A claim was answered. */
  default void claimed(String key, ClaimResult result, Duration took) {}

  /** A completion was answered. */
  default void completed(Ticket ticket, Outcome outcome, Completion completion, Duration took) {}

  /** A renewal was answered; {@code renewed} is false when the claim was lost. */
  default void renewed(Ticket ticket, boolean renewed, Duration took) {}

  /** A release was answered; {@code released} is false when the claim was lost. */
  default void released(Ticket ticket, boolean released, Duration took) {}

  /** An amendment was answered. Part of the audit trail. */
  default void amended(
      String key, RecordVersion version, Outcome outcome, boolean amended, Duration took) {}

  /** An operator's {@code forget} was answered. Part of the audit trail. */
  default void forgotten(String key, long fence, boolean forgotten, Duration took) {}

  /** An operation threw; {@code key} is null for those on no single key. */
  default void failed(
      StoreOperation operation,
      @Nullable String key,
      IdempotencyException failure,
      Duration took) {}

  /** So many expired records were swept; {@code count} is positive. */
  default void expired(long count) {}
}
