package io.github.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExecutionsTest {

  @Test
  @DisplayName("where an observation cannot begin, that is the failure, and nothing is under way")
  void brokenObservation() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStart(Observation.Context context) {
                throw new IllegalStateException("no span can be made");
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
    Executions executions = new Executions(() -> registry);
    executions.start();
    Executions.Tracked tracked = executions.track("payments");
    assertThatThrownBy(tracked::begin).hasMessage("no span can be made");
    tracked.end(Optional.of(new IllegalStateException("no span can be made")));
    tracked.recorded();
    AtomicBoolean stopped = new AtomicBoolean();
    executions.stop(() -> stopped.set(true));
    assertThat(stopped).isTrue();
  }
}
