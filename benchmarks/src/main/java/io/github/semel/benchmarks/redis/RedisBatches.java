package io.github.semel.benchmarks.redis;

import io.github.semel.benchmarks.redis.contender.BatchContender;
import io.github.semel.benchmarks.redis.contender.FreshKey;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Claims of fresh keys, many at a time. An operation is the claim of one key. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RedisBatches {

  /** How many keys are claimed at a time. */
  public static final int SIZE = 64;

  /** The contender's name. */
  @Param({
    RedisContenders.RAW_PIPELINE,
    RedisContenders.NATIVE_PIPELINE,
    RedisContenders.SEMEL_COMBINED
  })
  public String store;

  private RedisTarget target;
  private BatchContender contender;

  /** Connects. */
  @Setup
  public void open() {
    target = RedisTarget.open(RedisTarget.Kind.ALONE);
    contender = RedisContenders.batch(store, target.host(), target.port());
  }

  /** So that the server's memory is bounded, and no iteration finds more in it than another. */
  @Setup(Level.Iteration)
  public void empty() {
    target.empty();
  }

  /** One batch, which has to win all its keys. */
  @Benchmark
  @OperationsPerInvocation(SIZE)
  public int claimAll() {
    List<String> keys = new ArrayList<>(SIZE);
    for (int i = 0; i < SIZE; i++) {
      keys.add(FreshKey.next());
    }
    int claimed = contender.claimAll(keys);
    if (claimed != SIZE) {
      throw new IllegalStateException((SIZE - claimed) + " fresh keys were not free");
    }
    return claimed;
  }

  /** Lets go of all. */
  @TearDown
  public void close() {
    contender.close();
    target.empty();
    target.close();
  }
}
