package io.github.semel.executor;

import io.github.semel.Limits;
import io.github.semel.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What the failure of the work says of its effect. Rules are tried in the order in which they were
 * added, before the standard ones; each covers a class and its subclasses, also inside the wrappers
 * of futures. Immutable.
 *
 * <p>Standard: an {@link Error}, an {@link IOException} or {@link UncheckedIOException}, a {@link
 * TimeoutException}, an {@link InterruptedException} and a {@link CancellationException} leave the
 * claim in doubt, because whoever was spoken to may have acted; so does an exception that has one
 * of them among its causes. Every other exception releases the claim: name those of your database
 * and of your clients that may come after the effect, with {@link #leavingInDoubt}.
 */
public final class FailurePolicy {

  private static final FailurePolicy STANDARD = new FailurePolicy(List.of());

  private final List<Rule<?>> rules;

  /** What to do with the claim. */
  sealed interface Decision {

    /** The failure is final: record it. */
    record Recorded(Outcome outcome) implements Decision {}

    /** Nothing took effect: give the claim back. */
    record Released() implements Decision {}

    /** It may have taken effect: let the claim lapse at once, so that the next attempt knows. */
    record LeftInDoubt() implements Decision {}
  }

  private record Rule<X extends Throwable>(Class<X> type, Function<X, Decision> decision) {

    Decision decide(Throwable failure) {
      return decision.apply(type.cast(failure));
    }
  }

  private FailurePolicy(List<Rule<?>> rules) {
    this.rules = rules;
  }

  /** The standard rules alone. */
  public static FailurePolicy standard() {
    return STANDARD;
  }

  /**
   * Failures of {@code type} are final: {@code bytes} of them are recorded, and duplicates get
   * those in a {@link RecordedFailureException}.
   */
  public <X extends Throwable> FailurePolicy recording(Class<X> type, Function<X, byte[]> bytes) {
    Limits.requireNonNull("bytes", bytes);
    return with(type, failure -> new Decision.Recorded(Outcome.failure(bytes.apply(failure))));
  }

  /** Failures of {@code type} say that nothing took effect: the next claim starts fresh. */
  public FailurePolicy releasing(Class<? extends Throwable> type) {
    return with(type, failure -> new Decision.Released());
  }

  /** Failures of {@code type} leave open what took effect: the next claim is in doubt. */
  public FailurePolicy leavingInDoubt(Class<? extends Throwable> type) {
    return with(type, failure -> new Decision.LeftInDoubt());
  }

  private <X extends Throwable> FailurePolicy with(Class<X> type, Function<X, Decision> decision) {
    Limits.requireNonNull("type", type);
    List<Rule<?>> more = new ArrayList<>(rules);
    more.add(new Rule<>(type, decision));
    return new FailurePolicy(List.copyOf(more));
  }

  Decision decide(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    for (Rule<?> rule : rules) {
      if (rule.type.isInstance(failure)) {
        return rule.decide(failure);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (mayHaveTakenEffect(cause)) {
        return new Decision.LeftInDoubt();
      }
    }
    return new Decision.Released();
  }

  /** The failure inside the wrappers that futures put around it. */
  static Throwable unwrapped(Throwable thrown) {
    Throwable failure = thrown;
    Throwable cause = failure.getCause();
    while (cause != null
        && (failure instanceof CompletionException || failure instanceof ExecutionException)) {
      failure = cause;
      cause = failure.getCause();
    }
    return failure;
  }

  private static boolean mayHaveTakenEffect(Throwable cause) {
    return cause instanceof Error
        || cause instanceof IOException
        || cause instanceof UncheckedIOException
        || cause instanceof TimeoutException
        || cause instanceof InterruptedException
        || cause instanceof CancellationException;
  }
}
