package io.github.semel.benchmarks.suite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Requests that are all new: claim and complete, while as many entries expire as come in. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FreshKeys {

  /** The contender's name. */
  @Param("heap:")
  public String store;

  /** How many entries are live at a time. */
  @Param("1000000")
  public int live;

  /** The ttl of a store that goes by a clock of its own. */
  @Param("1000")
  public int ttlMillis;

  private SteadyState state;
  private final LongAdder taken = new LongAdder();

  /** Opens the contender and fills it until its entries expire. */
  @Setup
  public void open() {
    state = new SteadyState(store, live, Duration.ofMillis(ttlMillis));
    // The ring belongs to the harness: into the old generation with it, where no collection that is
    // measured copies it.
    System.gc();
    state.fill(1.25, SteadyState.FILLERS);
  }

  /** One request. */
  @Benchmark
  public Object claimAndComplete(Worker worker) {
    return state.submitFresh(worker.cursor);
  }

  /** Checks that the contender held what it should have held. */
  @TearDown
  public void close() {
    try (SteadyState closing = state) {
      closing.verify(taken.sum());
    }
  }

  /** One thread. */
  @State(Scope.Thread)
  public static class Worker {

    private final SteadyState.Cursor cursor = new SteadyState.Cursor();

    /** Hands in what this thread has counted. */
    @TearDown(Level.Iteration)
    public void count(FreshKeys benchmark) {
      benchmark.taken.add(cursor.takeTaken());
    }
  }
}
