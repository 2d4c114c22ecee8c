package io.github.semel.executor;

import java.util.concurrent.CompletionStage;

/**
 * What is to have its effect once, without a thread that waits for it.
 *
 * @param <T> its result
 */
@FunctionalInterface
public interface AsyncWork<T> {

  /** Starts the work under a claim. What it throws counts as the failure of the work. */
  CompletionStage<T> start(Execution execution) throws Exception;
}
