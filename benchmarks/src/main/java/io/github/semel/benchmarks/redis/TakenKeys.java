package io.github.semel.benchmarks.redis;

import io.github.semel.benchmarks.redis.contender.FreshKey;
import io.github.semel.benchmarks.redis.contender.RedisContender;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A benchmark in which every call takes a key that nobody has taken before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public abstract class TakenKeys {

  private final RedisTarget.Kind kind;

  private RedisTarget target;
  private RedisContender contender;

  TakenKeys(RedisTarget.Kind kind) {
    this.kind = kind;
  }

  /** The contender that the parameter names, with as many connections as threads if it pools. */
  abstract RedisContender contender(RedisTarget server, int threads);

  /** Connects. */
  @Setup
  public void open(BenchmarkParams parameters) {
    open(parameters.getThreads());
  }

  final void open(int threads) {
    target = RedisTarget.open(kind);
    contender = contender(target, threads);
  }

  /**
   * So that the server's memory is bounded, and no iteration finds more in it than another.
   *
   * <p>JMH has all other threads spin meanwhile. Were they virtual, and this one too, it would not
   * get its carrier back once it had waited for the server: so another thread waits, and this one
   * spins like the others.
   */
  @Setup(Level.Iteration)
  public void empty() {
    Thread emptying = new Thread(target::empty);
    emptying.start();
    while (emptying.isAlive()) {
      Thread.onSpinWait();
    }
  }

  /** One call, which has to win. */
  @Benchmark
  public String take() {
    String key = FreshKey.next();
    if (!contender.take(key)) {
      throw new IllegalStateException("a fresh key was not free");
    }
    return key;
  }

  /** Lets go of all. */
  @TearDown
  public void close() {
    contender.close();
    target.empty();
    target.close();
  }
}
