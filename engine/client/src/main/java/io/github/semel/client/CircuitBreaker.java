package io.github.semel.client;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a failing server alone. Closed, it lets every attempt through and counts how the last ones
 * ended; when too many failed it opens, and attempts fail at once; after a pause it is half open
 * and lets a few through, of which one failure opens it again and success of all closes it. Safe
 * for any thread.
 */
public final class CircuitBreaker {

  /** What it does with attempts. */
  public enum State {
    /** Lets them through. */
    CLOSED,
    /** Refuses them. */
    OPEN,
    /** Lets a few through, to find out. */
    HALF_OPEN
  }

  private final int window;
  private final double failureRate;
  private final long pauseNanos;
  private final int probes;
  private final LongSupplier nanoTime;

  // All under this object's monitor. A ring of the last attempts; true where one failed.
  private final boolean[] failed;
  private int next;
  private int counted;
  private int failures;
  private State state = State.CLOSED;
  private long openedAt;
  private int probing;
  private int succeeded;

  /** Attempts of an earlier state say nothing of this one. */
  private int generation;

  /**
   * A closed breaker.
   *
   * @param window how many attempts are looked at, and how many there must be to judge; 1 to 10,000
   * @param failureRate the share of them that opens it when it is reached; above 0, at most 1
   * @param pause how long it is open
   * @param probes how many attempts a half open one lets through; 1 to {@code window}
   * @param nanoTime the time, as {@link System#nanoTime} gives it
   * @throws IllegalArgumentException when one is out of its bounds
   */
  public CircuitBreaker(
      int window, double failureRate, Duration pause, int probes, LongSupplier nanoTime) {
    if (window < 1 || window > 10_000) {
      throw new IllegalArgumentException("window must be 1 to 10000, but is " + window);
    }
    if (!(failureRate > 0 && failureRate <= 1)) {
      throw new IllegalArgumentException(
          "failureRate must be above 0 and at most 1, but is " + failureRate);
    }
    if (probes < 1 || probes > window) {
      throw new IllegalArgumentException("probes must be 1 to " + window + ", but is " + probes);
    }
    Durations.require("pause", pause, Duration.ofNanos(1));
    this.window = window;
    this.failureRate = failureRate;
    this.pauseNanos = pause.toNanos();
    this.probes = probes;
    this.nanoTime = nanoTime;
    this.failed = new boolean[window];
  }

  /** Opens when half of the last 20 attempts failed, for 10 seconds, then lets 3 through. */
  public static CircuitBreaker standard() {
    return new CircuitBreaker(20, 0.5, Duration.ofSeconds(10), 3, System::nanoTime);
  }

  /** What it does now. */
  public synchronized State state() {
    pauseOver();
    return state;
  }

  /** An attempt that was let through; says how it ended, once. */
  final class Permit {

    private final int of;
    private boolean ended;

    private Permit(int of) {
      this.of = of;
    }

    /** The attempt ended; what is said twice, or of an earlier state, counts for nothing. */
    void end(boolean success) {
      synchronized (CircuitBreaker.this) {
        if (!ended && of == generation) {
          count(success);
        }
        ended = true;
      }
    }
  }

  /** A permit for one attempt, or null when there is none to be had. */
  synchronized @Nullable Permit enter() {
    pauseOver();
    if (state == State.OPEN || (state == State.HALF_OPEN && probing == probes)) {
      return null;
    }
    if (state == State.HALF_OPEN) {
      probing++;
    }
    return new Permit(generation);
  }

  private void pauseOver() {
    if (state == State.OPEN && nanoTime.getAsLong() - openedAt >= pauseNanos) {
      turn(State.HALF_OPEN);
    }
  }

  private void count(boolean success) {
    if (state == State.HALF_OPEN) {
      if (!success) {
        turn(State.OPEN);
      } else if (++succeeded == probes) {
        turn(State.CLOSED);
      }
      return;
    }
    failures -= counted == window && failed[next] ? 1 : 0;
    failures += success ? 0 : 1;
    failed[next] = !success;
    next = (next + 1) % window;
    counted = Math.min(window, counted + 1);
    if (counted == window && failures >= failureRate * window) {
      turn(State.OPEN);
    }
  }

  private void turn(State to) {
    state = to;
    generation++;
    openedAt = to == State.OPEN ? nanoTime.getAsLong() : openedAt;
    next = 0;
    counted = 0;
    failures = 0;
    probing = 0;
    succeeded = 0;
  }
}
