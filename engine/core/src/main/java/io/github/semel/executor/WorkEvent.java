package io.github.semel.executor;

import io.github.semel.Ticket;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** Work under a claim, in a flight recording. The key is not in it: it may be personal data. */
@Name("io.github.semel.Work")
@Label("Work")
@Description("Work that ran under a claim")
@Category("Semel")
@Threshold("20 ms")
@StackTrace(false)
final class WorkEvent extends Event implements FlightEvent {

  @Label("Attempt")
  @Description("Above 1 when an earlier holder of the key never came back")
  int attempt;

  @Label("Failure")
  @Description("The class of what the work threw, if it did")
  @Nullable String failure;

  private WorkEvent() {}

  static FlightEvent begun(Ticket ticket) {
    WorkEvent event = new WorkEvent();
    event.attempt = ticket.attempt();
    event.begin();
    return event;
  }

  @Override
  public void finish(Optional<Throwable> thrown) {
    end();
    if (shouldCommit()) {
      failure = thrown.map(cause -> cause.getClass().getName()).orElse(null);
      commit();
    }
  }
}
