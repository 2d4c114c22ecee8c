package io.github.semel.executor;

/** What happens to new work while the store is out of reach. */
public enum OutagePolicy {

  /** The work is refused: the store's exception reaches the caller. Fails closed. */
  REFUSE,

  /**
   * The work runs without a claim, and duplicates run too. Each such run is counted in {@link
   * ExecutorStats#unprotected} and told to {@link ExecutorListener#unprotected}.
   */
  RUN_UNPROTECTED
}
