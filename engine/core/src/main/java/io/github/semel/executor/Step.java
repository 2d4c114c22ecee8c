package io.github.semel.executor;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;

/** What one claim leads to. */
sealed interface Step<T> {

  /** The key is ours: do the work. */
  record Perform<T>(Ticket ticket) implements Step<T> {}

  /** The duplicate has its answer. */
  record Answer<T>(T result) implements Step<T> {}

  /** Another is at work; wait and claim again, or give up. */
  record Await<T>(ClaimResult.InProgress running) implements Step<T> {}

  /** The store is out of reach; the claim may have been made all the same. */
  record Unreached<T>(ClaimRequest request, StoreUnavailableException cause) implements Step<T> {}
}
