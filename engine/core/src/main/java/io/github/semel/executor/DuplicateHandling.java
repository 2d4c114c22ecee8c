package io.github.semel.executor;

import io.github.semel.Limits;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a duplicate gets. In every handling a recorded failure, an omitted outcome and a doubt reach
 * the duplicate as the exceptions that say so.
 *
 * @param <T> the results of the work
 */
public sealed interface DuplicateHandling<T> {

  /** The longest that a duplicate may be told to wait: a day. */
  Duration MAX_WAIT = Duration.ofDays(1);

  /**
   * The recorded outcome; a {@link DuplicateInProgressException} while the first is running.
   *
   * @param <T> the results of the work
   */
  record Replay<T>() implements DuplicateHandling<T> {}

  /**
   * The recorded outcome, waited for while the first is running. If the first gives up its claim, a
   * waiting duplicate does the work.
   *
   * @param <T> the results of the work
   * @param limit how long; after that as {@link Replay}
   */
  record Wait<T>(Duration limit) implements DuplicateHandling<T> {

    /** Checks the limit. */
    public Wait {
      Limits.requirePositive("limit", limit, MAX_WAIT);
    }
  }

  /**
   * A {@link DuplicateRequestException}, also while the first is running.
   *
   * @param <T> the results of the work
   */
  record Reject<T>() implements DuplicateHandling<T> {}

  /**
   * A function of the recorded result and of what is new, recorded in place of the former; waits
   * while the first is running. What is new is what the function captures; the work is not done
   * again. A retried duplicate is merged again, so the function should be one that may be applied
   * twice.
   *
   * @param <T> the results of the work
   * @param function from the recorded result to the merged one; called again when another merge
   *     came in between
   * @param limit how long to wait for a running one
   */
  record Merge<T>(UnaryOperator<T> function, Duration limit) implements DuplicateHandling<T> {

    /** Checks the parts. */
    public Merge {
      Limits.requireNonNull("function", function);
      Limits.requirePositive("limit", limit, MAX_WAIT);
    }
  }

  /**
   * The recorded outcome, waited for as in {@link Wait}; and the pair goes to a review sink.
   *
   * @param <T> the results of the work
   * @param sink takes the pair, on the duplicate's thread, before the duplicate is answered; what
   *     it throws reaches the duplicate
   * @param limit how long to wait for a running one
   */
  record Flag<T>(Consumer<FlaggedDuplicate> sink, Duration limit) implements DuplicateHandling<T> {

    /** Checks the parts. */
    public Flag {
      Limits.requireNonNull("sink", sink);
      Limits.requirePositive("limit", limit, MAX_WAIT);
    }
  }

  /** See {@link Replay}. */
  static <T> DuplicateHandling<T> replay() {
    return new Replay<>();
  }

  /** See {@link Wait}. */
  static <T> DuplicateHandling<T> waitFor(Duration limit) {
    return new Wait<>(limit);
  }

  /** See {@link Reject}. */
  static <T> DuplicateHandling<T> reject() {
    return new Reject<>();
  }

  /** See {@link Merge}. */
  static <T> DuplicateHandling<T> merge(UnaryOperator<T> function, Duration limit) {
    return new Merge<>(function, limit);
  }

  /** See {@link Flag}. */
  static <T> DuplicateHandling<T> flag(Consumer<FlaggedDuplicate> sink, Duration limit) {
    return new Flag<>(sink, limit);
  }

  /** How long a duplicate of a running one waits; zero for not at all. */
  default Duration waitLimit() {
    if (this instanceof Wait<T> handling) {
      return handling.limit();
    }
    if (this instanceof Merge<T> handling) {
      return handling.limit();
    }
    return this instanceof Flag<T> handling ? handling.limit() : Duration.ZERO;
  }
}
