package io.github.semel.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/**
 * The executions under way: each is observed, and the application's end waits for them, so that
 * what they did is recorded before the store is closed. Safe for any thread.
 */
final class Executions implements SmartLifecycle {

  /**
   * Below the web server's, which are {@code DEFAULT_PHASE} less 1,024 and less 2,048: stopped when
   * no more requests come in, before any bean is destroyed.
   */
  static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4_096;

  /** The name of the observation. */
  static final String OBSERVATION = "idempotency.execution";

  private final Supplier<ObservationRegistry> observations;

  // Under this object's monitor.
  private final List<Runnable> waiting = new ArrayList<>();
  private int underWay;
  private boolean running;

  /** One of them. */
  final class Running {

    private final Observation observation;

    private Running(Observation observation) {
      this.observation = observation;
    }

    /** Makes the observation the thread's, for those of what is called until it is closed. */
    Observation.Scope openScope() {
      return observation.openScope();
    }

    /** Ends it; to be called once. */
    void end(Optional<Throwable> failure) {
      failure.ifPresent(observation::error);
      observation.stop();
      ended();
    }
  }

  Executions(Supplier<ObservationRegistry> observations) {
    this.observations = observations;
  }

  /**
   * An execution begins.
   *
   * @param scope what its keys belong to, one of a few values; never the key
   */
  Running begin(String scope) {
    Observation observation =
        Observation.createNotStarted(OBSERVATION, observations.get())
            .contextualName("idempotent " + scope)
            .lowCardinalityKeyValue("scope", scope)
            .start();
    synchronized (this) {
      underWay++;
    }
    return new Running(observation);
  }

  private void ended() {
    List<Runnable> over = List.of();
    synchronized (this) {
      underWay--;
      if (underWay == 0 && !waiting.isEmpty()) {
        over = List.copyOf(waiting);
        waiting.clear();
      }
    }
    over.forEach(Runnable::run);
  }

  @Override
  public synchronized void start() {
    running = true;
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  /** Calls back when none is under way; how long that is waited for is the context's to say. */
  @Override
  public void stop(Runnable callback) {
    synchronized (this) {
      running = false;
      if (underWay > 0) {
        waiting.add(callback);
        return;
      }
    }
    callback.run();
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
