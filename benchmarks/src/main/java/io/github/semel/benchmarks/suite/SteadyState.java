package io.github.semel.benchmarks.suite;

import io.github.semel.benchmarks.contender.Conditions;
import io.github.semel.benchmarks.contender.Contender;
import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.contender.KeySequence;
import io.github.semel.benchmarks.contender.LogicalClock;
import io.github.semel.benchmarks.contender.Traits;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A contender under a stream of fresh keys, in which as many entries age out as come in: about
 * {@code live} of them are live at any time.
 *
 * <p>Keys and time both go by {@link KeySequence}, so that the number of live entries follows
 * neither from a contender's speed nor from the scheduling of threads. A contender whose time is
 * not ours to give, a server's, has its ttl in real time, and its number of live entries is its
 * own.
 */
public final class SteadyState implements AutoCloseable {

  /** How many threads fill a contender for a benchmark: as many as there are in every machine. */
  static final int FILLERS = 2;

  private static final long SEED = 20_260_101;

  /** Ring size over live entries: a key comes again when its entry ended that many lives ago. */
  private static final int LIVES_A_ROUND = 2;

  /** A lease is this part of a ttl. */
  private static final int LEASES_A_TTL = 10;

  // The bounds around `live` in which a contender counts as holding the same number as the others.
  private static final double LEAST = 0.5;
  private static final double MOST = 1.6;

  // How many fresh keys may be met as taken: a ten-thousandth, and a few batches of threads that
  // stood still while the others went on.
  private static final long KEYS_A_TAKEN_ONE = 10_000;
  private static final long TAKEN_ANYWAY = 16 * KeySequence.BATCH;

  private final String store;
  private final int live;
  private final Traits traits;
  private final KeySequence sequence = new KeySequence();
  private final KeyRing ring;
  private final Contender contender;
  private final boolean removes;
  private final Duration ttl;

  /**
   * Opens a contender, empty.
   *
   * @param realTtl the ttl of a contender that does not go by the logical clock
   */
  public SteadyState(String store, int live, Duration realTtl) {
    this.store = store;
    this.live = live;
    traits = Contenders.traits(store);
    removes = traits.bound() == Traits.Bound.REMOVED;
    ttl =
        traits.clocked()
            ? Duration.of(live * LogicalClock.MICROS_A_KEY, ChronoUnit.MICROS)
            : realTtl;
    ring = KeyRing.random(LIVES_A_ROUND * live, SEED);
    contender =
        Contenders.open(
            store,
            new Conditions(
                live,
                ttl.dividedBy(LEASES_A_TTL),
                ttl,
                new LogicalClock(sequence),
                Responses.random(SEED)));
  }

  /**
   * Brings the contender to where entries age out as fast as they come.
   *
   * @param lives how many times the live entries are to be replaced
   * @param threads how many threads are to do it
   */
  public void fill(double lives, int threads) {
    long keys = (long) (lives * live);
    long began = System.nanoTime();
    long nanos = (long) (lives * ttl.toNanos());
    boolean counted = traits.hasKnownSize();
    Runnable filler =
        () -> {
          Cursor cursor = new Cursor();
          while (counted ? sequence.taken() < keys : System.nanoTime() - began < nanos) {
            // Whole batches: a number that nobody submits is a key that nobody removes.
            for (int i = 0; i < KeySequence.BATCH; i++) {
              submitFresh(cursor);
            }
          }
        };
    List<CompletableFuture<Void>> others =
        IntStream.range(1, threads)
            .mapToObj(i -> CompletableFuture.runAsync(filler, task -> new Thread(task).start()))
            .toList();
    filler.run();
    others.forEach(CompletableFuture::join);
  }

  /** Submits the next fresh key; inlined into the benchmark that calls it. */
  Object submitFresh(Cursor cursor) {
    long number = cursor.next(sequence);
    if (removes) {
      contender.remove(ring.key(number - live));
    }
    Object result = contender.submit(ring.key(number), ring.fingerprint(number));
    if (result != Contender.CLAIMED) {
      cursor.taken++;
    }
    return result;
  }

  /** Claims the next fresh key and leaves it claimed; null when it was met as taken. */
  @Nullable Object claimFresh(Cursor cursor) {
    long number = cursor.next(sequence);
    if (removes) {
      contender.remove(ring.key(number - live));
    }
    return contender.claim(ring.key(number), ring.fingerprint(number));
  }

  /** The contender. */
  public Contender contender() {
    return contender;
  }

  /** The keys that it is given. */
  public KeyRing ring() {
    return ring;
  }

  /**
   * Fails when what was measured was not the state that it should have been.
   *
   * @param taken how many fresh keys were met as taken
   */
  void verify(long taken) {
    long size = contender.size();
    long keys = sequence.taken();
    System.out.printf("%s holds %,d entries after %,d fresh keys%n", store, size, keys);
    if (traits.hasKnownSize() && (size < LEAST * live || size > MOST * live)) {
      throw new IllegalStateException(
          String.format("%s holds %,d entries, not about %,d", store, size, live));
    }
    if (taken > keys / KEYS_A_TAKEN_ONE + TAKEN_ANYWAY) {
      throw new IllegalStateException(
          String.format("%s had %,d of %,d fresh keys already", store, taken, keys));
    }
  }

  @Override
  public void close() {
    contender.close();
  }

  /** One thread's place in the sequence. */
  static final class Cursor {

    private long next;
    private long end;
    private long taken;

    long next(KeySequence sequence) {
      if (next == end) {
        next = sequence.take();
        end = next + KeySequence.BATCH;
      }
      return next++;
    }

    /** The number given last. */
    long last() {
      return next - 1;
    }

    /** How many keys were met as taken since the last call. */
    long takeTaken() {
      long count = taken;
      taken = 0;
      return count;
    }
  }
}
