package io.github.semel.http;

import io.github.semel.Ticket;
import io.github.semel.executor.Execution;

/** What a handler may ask and say of the claim that it runs under. Safe for any thread. */
public final class HttpExecution {

  private final Execution execution;
  private volatile boolean effectTookPlace;

  HttpExecution(Execution execution) {
    this.execution = execution;
  }

  /** The claim; its downstream keys make calls further down repeatable. */
  public Ticket ticket() {
    return execution.ticket();
  }

  /** Whether there is no claim, because the store was out of reach and that was allowed. */
  public boolean unprotected() {
    return execution.unprotected();
  }

  /** Whether the claim was lost: another may be executing. A handler that can stop should. */
  public boolean leaseLost() {
    return execution.leaseLost();
  }

  /**
   * Says that the effect took place: from here on the response is recorded whatever its status,
   * also when the handler fails, and the request is not executed again.
   */
  public void effectTookPlace() {
    effectTookPlace = true;
  }

  boolean hasTakenEffect() {
    return effectTookPlace;
  }
}
