package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Contender;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
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
 * One hot key whose work is not done: duplicates of it from all threads at once, none of which may
 * win. After 64 of one thread the key is completed, and the next one is claimed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WebhookStorm {

  private static final int DUPLICATES = 64;

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
  private KeyRing repeated;
  private final AtomicReference<@Nullable Delivery> hot = new AtomicReference<>();
  private final LongAdder taken = new LongAdder();

  /** A key that is claimed. */
  private record Delivery(long number, Object claim) {}

  /** Opens the contender and fills it until its entries expire. */
  @Setup
  public void open() {
    state = new SteadyState(store, live, Duration.ofMillis(ttlMillis));
    repeated = state.ring().copy();
    System.gc();
    state.fill(1.25, SteadyState.FILLERS);
    hot.set(claimNext(new SteadyState.Cursor()));
  }

  private @Nullable Delivery claimNext(SteadyState.Cursor cursor) {
    Object claim = state.claimFresh(cursor);
    return claim == null ? null : new Delivery(cursor.last(), claim);
  }

  /** One duplicate. */
  @Benchmark
  public Object duplicate(Worker worker) {
    Delivery delivery = hot.get();
    if (delivery == null || worker.sent++ % DUPLICATES == 0) {
      delivery = replace(delivery, worker);
    }
    Object result =
        state
            .contender()
            .submit(repeated.key(delivery.number()), repeated.fingerprint(delivery.number()));
    if (result == Contender.CLAIMED) {
      worker.taken++;
    }
    return result;
  }

  /** Claims the next key, and completes the one before, or itself where others were faster. */
  private Delivery replace(@Nullable Delivery before, Worker worker) {
    Delivery next = claimNext(worker.cursor);
    while (next == null) {
      worker.taken++;
      next = claimNext(worker.cursor);
    }
    Delivery ended = hot.compareAndSet(before, next) ? before : next;
    if (ended != null) {
      state.contender().complete(state.ring().key(ended.number()), ended.claim());
    }
    return next;
  }

  /** Checks that next to no duplicate has won. */
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
    private int sent;
    private long taken;

    /** Hands in what this thread has counted. */
    @TearDown(Level.Iteration)
    public void count(WebhookStorm benchmark) {
      benchmark.taken.add(taken);
      taken = 0;
    }
  }
}
