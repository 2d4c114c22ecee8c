package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Contender;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Duplicates of one completed key, from all threads at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HotKey {

  private static final int KEYS = 1_024;
  private static final int HOT = 17;

  /** The contender's name. */
  @Param("heap:")
  public String store;

  private Contender contender;

  /** Completes the key, among others. */
  @Setup
  public void open() {
    contender = Duplicates.openCompleted(store, KEYS);
  }

  /** One request. */
  @Benchmark
  public byte replay(Worker worker, Blackhole blackhole) {
    return Duplicates.replay(contender, worker.asked, HOT, blackhole);
  }

  /** Closes the contender. */
  @TearDown
  public void close() {
    contender.close();
  }

  /** One thread, with key objects of its own. */
  @State(Scope.Thread)
  public static class Worker {

    private final KeyRing asked = Duplicates.ring(KEYS).copy();
  }
}
