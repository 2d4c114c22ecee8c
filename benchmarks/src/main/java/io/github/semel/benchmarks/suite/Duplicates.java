package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Conditions;
import io.github.semel.benchmarks.contender.Contender;
import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.contender.KeySequence;
import io.github.semel.benchmarks.contender.LogicalClock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

/**
 * Requests that are all duplicates of completed ones, in random order; each completed key has a
 * response of its own, and each duplicate brings a key object of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Duplicates {

  private static final long SEED = 20_260_102;

  /** The contender's name. */
  @Param("heap:")
  public String store;

  /** How many keys are completed; rounded up to a power of two. */
  @Param("1000000")
  public int completed;

  private Contender contender;
  private KeyRing asked;
  private final AtomicInteger workers = new AtomicInteger();

  /** Completes the keys. */
  @Setup
  public void open() {
    contender = openCompleted(store, completed);
    asked = ring(completed).shuffledCopy(SEED + 1);
    System.gc();
  }

  /** One request. */
  @Benchmark
  public byte replay(Worker worker, Blackhole blackhole) {
    int number = worker.next++;
    return replay(contender, asked, number, blackhole);
  }

  /** Closes the contender. */
  @TearDown
  public void close() {
    contender.close();
  }

  /** The keys that are completed. */
  static KeyRing ring(int keys) {
    return KeyRing.random(keys, SEED);
  }

  /** A contender that has completed the keys of a ring. */
  static Contender openCompleted(String store, int keys) {
    // Nothing is to expire here, and the logical clock stands still.
    Duration ttl = Duration.ofHours(1);
    KeyRing ring = ring(keys);
    Contender contender =
        Contenders.open(
            store,
            new Conditions(
                2 * ring.size(),
                ttl,
                ttl,
                new LogicalClock(new KeySequence()),
                Responses.random(SEED)));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < ring.size(); i++) {
      contender.record(ring.key(i), ring.fingerprint(i), Responses.random(random));
    }
    return contender;
  }

  /** Gets the recorded response and reads of it. */
  static byte replay(Contender contender, KeyRing asked, int number, Blackhole blackhole) {
    Object replayed = contender.replay(asked.key(number), asked.fingerprint(number));
    if (replayed == null) {
      throw new IllegalStateException(contender + " has lost " + asked.key(number));
    }
    blackhole.consume(replayed);
    return contender.read(replayed);
  }

  /** One thread, which begins at a place of its own. */
  @State(Scope.Thread)
  public static class Worker {

    private int next;

    /** Takes a place. */
    @Setup
    public void begin(Duplicates benchmark) {
      next = benchmark.workers.getAndIncrement() * (benchmark.asked.size() / 8 + 12_345);
    }
  }
}
