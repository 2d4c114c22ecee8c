package io.github.semel.executor;

import io.github.semel.Limits;
import io.github.semel.Ticket;
import io.github.semel.callback.Callbacks;
import java.util.ArrayList;
import java.util.List;

/** One run of the work under one claim, as the work sees it. Safe for any thread. */
public final class Execution {

  private final Ticket ticket;
  private final boolean unprotected;

  // Both under this object's monitor; the flag is volatile for the work, which reads it in its
  // loops.
  private final List<Runnable> callbacks = new ArrayList<>(0);
  private volatile boolean leaseLost;

  Execution(Ticket ticket, boolean unprotected) {
    this.ticket = ticket;
    this.unprotected = unprotected;
  }

  /** The claim. Its {@link Ticket#downstreamKey} makes calls further down repeatable. */
  public Ticket ticket() {
    return ticket;
  }

  /**
   * Whether the work runs without a claim, because the store was out of reach and {@link
   * OutagePolicy#RUN_UNPROTECTED} was chosen. The ticket then has the key, and 0 for a fence.
   */
  public boolean unprotected() {
    return unprotected;
  }

  /** Whether the claim was lost: another may be executing. Work that can stop should. */
  public boolean leaseLost() {
    return leaseLost;
  }

  /**
   * Calls {@code callback} once when the claim is lost, and at once when it is lost already. Run by
   * the lease keeper's thread; must be short.
   */
  public void onLeaseLost(Runnable callback) {
    Limits.requireNonNull("callback", callback);
    synchronized (this) {
      if (!leaseLost) {
        callbacks.add(callback);
        return;
      }
    }
    callback.run();
  }

  void lose() {
    List<Runnable> told;
    synchronized (this) {
      if (leaseLost) {
        return;
      }
      leaseLost = true;
      told = List.copyOf(callbacks);
    }
    told.forEach(Callbacks::run);
  }
}
