package io.github.semel.executor;

/**
 * What is to have its effect once.
 *
 * @param <T> its result
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Work<T, X extends Exception> {

  /** Does the work under a claim. */
  T perform(Execution execution) throws X;
}
