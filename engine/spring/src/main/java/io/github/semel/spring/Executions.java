package io.github.semel.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  /** One that may begin. One thread at a time. */
  final class Tracked {

    private final String scope;
    private @Nullable Observation observation;

    private Tracked(String scope) {
      this.scope = scope;
    }

    /**
     * The work begins: observed until {@link #end}, under way until {@link #recorded}. The
     * observation is the thread's, for those of what is called, until the scope is closed.
     */
    Observation.Scope begin() {
      Observation begun =
          Observation.createNotStarted(OBSERVATION, observations.get())
              .contextualName("idempotent " + scope)
              .lowCardinalityKeyValue("scope", scope)
              .start();
      observation = begun;
      begun();
      return begun.openScope();
    }

    /** The work has ended; to be called once, also where {@link #begin} has failed. */
    void end(Optional<Throwable> failure) {
      Observation begun = observation;
      if (begun != null) {
        failure.ifPresent(begun::error);
        begun.stop();
      }
    }

    /** What came of it is in the store; to be called once, also where it never began. */
    void recorded() {
      if (observation != null) {
        ended();
      }
    }
  }

  Executions(Supplier<ObservationRegistry> observations) {
    this.observations = observations;
  }

  /**
   * An execution that may begin.
   *
   * @param scope what its keys belong to, one of a few values; never the key
   */
  Tracked track(String scope) {
    return new Tracked(scope);
  }

  private synchronized void begun() {
    underWay++;
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
