package io.github.semel.executor;

import io.github.semel.Limits;
import io.github.semel.Ticket;

/**
 * What happens when a claim was taken over: an earlier attempt began, never completed, and may have
 * taken effect.
 *
 * @param <T> the results of the work
 */
public sealed interface InDoubtHandling<T> {

  /**
   * Do the work again: it is safe to repeat.
   *
   * @param <T> the results of the work
   */
  record Rerun<T>() implements InDoubtHandling<T> {}

  /**
   * Look downstream first.
   *
   * @param <T> the results of the work
   * @param resolver finds out whether the effect took place
   */
  record Ask<T>(Resolver<T> resolver) implements InDoubtHandling<T> {

    /** Checks the resolver. */
    public Ask {
      Limits.requireNonNull("resolver", resolver);
    }
  }

  /**
   * Nobody executes: the doubt is recorded, and every duplicate gets an {@link InDoubtException}
   * until an operator settles it, by {@code amend} or {@code forget}, or it expires.
   *
   * @param <T> the results of the work
   */
  record Hold<T>() implements InDoubtHandling<T> {}

  /**
   * Finds out what became of earlier attempts.
   *
   * @param <T> the results of the work
   */
  @FunctionalInterface
  interface Resolver<T> {

    /**
     * Looks downstream. Called under the claim, whose lease is kept.
     *
     * @throws Exception when it cannot tell; the claim then lapses at once, so that the next to
     *     come asks again
     */
    Resolution<T> resolve(Ticket ticket) throws Exception;
  }

  /**
   * What a resolver found.
   *
   * @param <T> the results of the work
   */
  sealed interface Resolution<T> {

    /**
     * An earlier attempt took effect, with this result.
     *
     * @param <T> the results of the work
     * @param result its result, which is recorded
     */
    record TookEffect<T>(T result) implements Resolution<T> {

      /** Checks the result. */
      public TookEffect {
        Limits.requireNonNull("result", result);
      }
    }

    /**
     * No earlier attempt took effect: do the work.
     *
     * @param <T> the results of the work
     */
    record NoEffect<T>() implements Resolution<T> {}

    /** See {@link TookEffect}. */
    static <T> Resolution<T> tookEffect(T result) {
      return new TookEffect<>(result);
    }

    /** See {@link NoEffect}. */
    static <T> Resolution<T> noEffect() {
      return new NoEffect<>();
    }
  }

  /** See {@link Rerun}. */
  static <T> InDoubtHandling<T> rerun() {
    return new Rerun<>();
  }

  /** See {@link Ask}. */
  static <T> InDoubtHandling<T> ask(Resolver<T> resolver) {
    return new Ask<>(resolver);
  }

  /** See {@link Hold}. */
  static <T> InDoubtHandling<T> hold() {
    return new Hold<>();
  }
}
