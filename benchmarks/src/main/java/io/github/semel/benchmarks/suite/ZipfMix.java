package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Contender;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

/**
 * Fresh requests and a given part of duplicates: how far back a duplicate reaches follows Zipf's
 * distribution, so that the latest keys come again most, some at once while they are still claimed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ZipfMix {

  private static final long SEED = 20_260_103;
  private static final double EXPONENT = 0.99;
  private static final int DRAWS = 1 << 16;

  /** Stands for a fresh key among the distances. */
  private static final int FRESH = 0;

  /** The contender's name. */
  @Param("heap:")
  public String store;

  /** How many entries are live at a time. */
  @Param("1000000")
  public int live;

  /** How many requests of a hundred are duplicates. */
  @Param("30")
  public int duplicates;

  /** The ttl of a store that goes by a clock of its own. */
  @Param("1000")
  public int ttlMillis;

  private SteadyState state;
  private KeyRing repeated;
  private final int[] distances = new int[DRAWS];
  private final AtomicInteger workers = new AtomicInteger();
  private final DuplicateShare share = new DuplicateShare();

  /** Opens the contender, fills it until its entries expire, and draws the mix. */
  @Setup
  public void open() {
    state = new SteadyState(store, live, Duration.ofMillis(ttlMillis));
    repeated = state.ring().copy();
    SplittableRandom random = new SplittableRandom(SEED);
    // Not further back than half a life: a duplicate is to meet its key, not its key's expiry.
    Zipf zipf = new Zipf(live / 2, EXPONENT);
    for (int i = 0; i < DRAWS; i++) {
      distances[i] = random.nextInt(100) < duplicates ? zipf.draw(random) : FRESH;
    }
    System.gc();
    state.fill(1.25, SteadyState.FILLERS);
  }

  /** One request. */
  @Benchmark
  public Object submit(Worker worker) {
    int distance = distances[worker.draw++ & (DRAWS - 1)];
    Object result;
    if (distance == FRESH) {
      result = state.submitFresh(worker.cursor);
    } else {
      long number = worker.cursor.last() - distance;
      result = state.contender().submit(repeated.key(number), repeated.fingerprint(number));
    }
    if (result == Contender.CLAIMED) {
      worker.claimed++;
    }
    return result;
  }

  /** Checks that the mix was what it should have been. */
  @TearDown
  public void close() {
    try (SteadyState closing = state) {
      double met = share.percent();
      System.out.printf("%s met %.1f%% duplicates%n", store, met);
      if (Math.abs(met - duplicates) > 3) {
        throw new IllegalStateException(
            String.format("%s met %.1f%% duplicates, not %d%%", store, met, duplicates));
      }
      // A duplicate that overtakes its original is itself the fresh one; the share says enough.
      closing.verify(0);
    }
  }

  /** One thread, which begins at a place of its own. */
  @State(Scope.Thread)
  public static class Worker {

    private final SteadyState.Cursor cursor = new SteadyState.Cursor();
    private int first;
    private int draw;
    private long claimed;

    /** Takes a place. */
    @Setup(Level.Iteration)
    public void begin(ZipfMix benchmark) {
      if (draw == 0) {
        draw = benchmark.workers.getAndIncrement() * (DRAWS / 8 + 1_234);
        // So that there is a key behind which the first duplicate can reach back.
        benchmark.state.submitFresh(cursor);
      }
      first = draw;
      claimed = 0;
    }

    /** Hands in what this thread has counted. */
    @TearDown(Level.Iteration)
    public void count(ZipfMix benchmark) {
      benchmark.share.add(draw - first, claimed);
    }
  }
}
