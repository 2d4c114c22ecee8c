package io.github.semel.executor;

import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A duplicate's wait for a running one, in a flight recording. */
@Name("io.github.semel.Wait")
@Label("Wait")
@Description("A duplicate waited for the first with its key")
@Category("Semel")
@Threshold("20 ms")
@StackTrace(false)
final class WaitEvent extends Event implements FlightEvent {

  private WaitEvent() {}

  static FlightEvent begun() {
    WaitEvent event = new WaitEvent();
    event.begin();
    return event;
  }

  @Override
  public void finish(Optional<Throwable> failure) {
    commit();
  }
}
