package io.github.semel.benchmarks.load;

import io.github.semel.Fingerprint;
import io.github.semel.benchmarks.contender.Conditions;
import io.github.semel.benchmarks.contender.Contender;
import io.github.semel.benchmarks.contender.Contenders;
import io.github.semel.benchmarks.contender.KeySequence;
import io.github.semel.benchmarks.contender.LogicalClock;
import io.github.semel.benchmarks.contender.Traits;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests with fresh keys, in which as many entries age out as come in.
 *
 * <p>Keys, fingerprints and responses are made when they are sent, as a service has them from the
 * network: fifty million of them made beforehand would be the largest part of the heap. What that
 * costs is the same for all contenders. Time goes by with the keys, see {@link LogicalClock}, for a
 * contender that can take a clock; one that cannot has its ttl in real time, as long as it takes
 * the live entries to come in.
 */
final class Requests implements AutoCloseable {

  /** A lease is this part of a ttl. */
  private static final int LEASES_A_TTL = 10;

  /** Of the live entries: how many are claimed before anything is measured. */
  private static final double FILLED = 1.25;

  /**
   * Of eight outcomes four are kept for a quarter of the time, three for all of it and one for four
   * times as long, so that as many are live as if all were kept for all of it.
   */
  private static final double[] PARTS = {0.25, 1, 0.25, 1, 0.25, 1, 0.25, 4};

  /** The longest of them has to end before as many end as come. */
  private static final double FILLED_MIXED = 5;

  private static final int PERCENT = 100;

  /** The ttl of a contender with a time of its own, under a load that is as fast as it can be. */
  private static final Duration CLOSED_LOOP_TTL = Duration.ofSeconds(1);

  private final int live;
  private final int duplicates;
  private final byte[] response;
  private final double filled;

  /** How long the outcome of a request is kept, by the last bits of its number; empty: as all. */
  private final List<Duration> ttls;

  private final KeySequence sequence = new KeySequence();
  private final Contender contender;

  /**
   * The keys of the live entries, for a contender whose entries the harness has to remove. Each
   * place is written and read by the thread that took its number.
   */
  private final String @Nullable [] trail;

  Requests(Load load) {
    String store = load.store();
    live = load.live();
    duplicates = load.duplicates();
    response = new byte[load.responseBytes()];
    Traits traits = Contenders.traits(store);
    Duration ttl = Duration.of(live * LogicalClock.MICROS_A_KEY, ChronoUnit.MICROS);
    if (!traits.hasKnownSize()) {
      ttl = load.isOpen() ? Duration.ofSeconds(live).dividedBy(load.rate()) : CLOSED_LOOP_TTL;
    }
    contender =
        Contenders.open(
            store,
            new Conditions(
                live, ttl.dividedBy(LEASES_A_TTL), ttl, new LogicalClock(sequence), response));
    filled = load.mixedTtls() ? FILLED_MIXED : FILLED;
    ttls = load.mixedTtls() ? parts(ttl) : List.of();
    trail = traits.bound() == Traits.Bound.REMOVED ? new String[live] : null;
  }

  private static List<Duration> parts(Duration ttl) {
    return Arrays.stream(PARTS)
        .mapToObj(part -> Duration.ofNanos((long) (part * ttl.toNanos())))
        .toList();
  }

  /** The numbers of the requests. */
  KeySequence sequence() {
    return sequence;
  }

  /** Sends as many requests as it takes until entries age out as fast as they come. */
  void fill(int threads) {
    long keys = (long) (filled * live);
    Runnable filler =
        () -> {
          while (sequence.taken() < keys) {
            sendBatch();
          }
        };
    CompletableFuture.allOf(
            IntStream.range(0, threads)
                .mapToObj(i -> CompletableFuture.runAsync(filler, task -> new Thread(task).start()))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Sends the next {@link KeySequence#BATCH} requests. */
  void sendBatch() {
    long first = sequence.take();
    for (int i = 0; i < KeySequence.BATCH; i++) {
      send(first + i);
    }
  }

  /** Sends the request with a number. */
  void send(long number) {
    if (isDuplicate(number)) {
      // Of the last that was none. The whole batch is this thread's, so that one is completed.
      long original = number - 1;
      while (isDuplicate(original)) {
        original--;
      }
      contender.replay(key(original), fingerprint(original));
      return;
    }
    String key = key(number);
    removeAged(number, key);
    if (ttls.isEmpty()) {
      contender.record(key, fingerprint(number), response.clone());
    } else {
      Duration ttl = ttls.get((int) (number % ttls.size()));
      contender.record(key, fingerprint(number), response.clone(), ttl);
    }
  }

  /** Sends requests that travel together. Duplicates are among them as they are among others. */
  void sendTogether(long[] numbers) {
    List<String> keys = new ArrayList<>(numbers.length);
    List<Fingerprint> fingerprints = new ArrayList<>(numbers.length);
    for (long number : numbers) {
      long asked = number;
      while (isDuplicate(asked)) {
        asked--;
      }
      String key = key(asked);
      if (asked == number) {
        removeAged(number, key);
      }
      keys.add(key);
      fingerprints.add(fingerprint(asked));
    }
    contender.submitAll(keys, fingerprints);
  }

  private void removeAged(long number, String key) {
    if (trail != null) {
      int place = (int) (number % live);
      String aged = trail[place];
      if (aged != null) {
        contender.remove(aged);
      }
      trail[place] = key;
    }
  }

  /** The first of a batch is none, so that the others have one to repeat. */
  private boolean isDuplicate(long number) {
    return duplicates > 0
        && number % KeySequence.BATCH != 0
        && Math.floorMod(mixed(number), PERCENT) < duplicates;
  }

  /** How many entries the contender holds. */
  long size() {
    return contender.size();
  }

  @Override
  public void close() {
    contender.close();
  }

  /** A random UUID that follows from a number. */
  private static String key(long number) {
    // The version and variant bits of a random UUID, RFC 9562 section 5.4.
    long high = (mixed(2 * number) & ~0xF000L) | 0x4000L;
    long low = (mixed(2 * number + 1) & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  private static Fingerprint fingerprint(long number) {
    return new Fingerprint(mixed(~(2 * number)), mixed(~(2 * number + 1)));
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection. */
  private static long mixed(long number) {
    long z = number * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
