package io.github.semel.executor;

import io.github.semel.ProfiledStore;
import io.github.semel.Ticket;
import java.util.Optional;

/**
 * A stretch of time in a flight recording, from when it is asked for until it is finished. Without
 * a recording there is nothing behind it.
 */
interface FlightEvent {

  /** Nobody records. */
  FlightEvent NONE = failure -> {};

  /** Ends it; may be called by another thread than began it. */
  void finish(Optional<Throwable> failure);

  /** Work under a claim. */
  static FlightEvent working(Ticket ticket) {
    return ProfiledStore.isRecording() ? WorkEvent.begun(ticket) : NONE;
  }

  /** A duplicate's wait. */
  static FlightEvent waiting() {
    return ProfiledStore.isRecording() ? WaitEvent.begun() : NONE;
  }
}
