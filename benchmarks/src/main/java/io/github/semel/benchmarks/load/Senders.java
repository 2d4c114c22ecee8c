package io.github.semel.benchmarks.load;

import io.github.semel.benchmarks.contender.KeySequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** The threads that send the requests of a load, each until it is told to stop. */
final class Senders {

  /** The longest wait that is told apart from longer ones. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final int DIGITS = 3;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /**
   * With more time than this to go a sender sleeps until so much is left: the system wakes it some
   * tens of microseconds late. With less it spins, so that it is there on time.
   */
  private static final long SPUN_NANOS = 150_000;

  private final Requests requests;
  private final LongAdder sent = new LongAdder();
  private final List<Histogram> waits = new ArrayList<>();
  private final List<Histogram> lateness = new ArrayList<>();
  private final List<CompletableFuture<Void>> threads = new ArrayList<>();

  /** Written by the thread that measures; the senders look at it for each batch. */
  private volatile boolean stopped;

  /** Written by the thread that measures: only what comes when it is set is recorded. */
  private volatile boolean measured;

  private Senders(Requests requests) {
    this.requests = requests;
  }

  static Senders start(Load load, Requests requests) {
    Senders senders = new Senders(requests);
    for (int i = 0; i < load.threads(); i++) {
      senders.start(load, i);
    }
    return senders;
  }

  private void start(Load load, int number) {
    Histogram waited = new Histogram(LONGEST_NANOS, DIGITS);
    Histogram late = new Histogram(LONGEST_NANOS, DIGITS);
    waits.add(waited);
    lateness.add(late);
    long nanosApart = load.isOpen() ? NANOS_A_SECOND * load.threads() / load.rate() : 0;
    long offset = load.isOpen() ? NANOS_A_SECOND * number / load.rate() : 0;
    Runnable sender =
        load.isOpen() ? () -> sendOnTime(waited, late, nanosApart, offset) : this::sendAsFastAsCan;
    if (load.batch() > 1) {
      sender = () -> sendTogetherOnTime(waited, late, nanosApart, offset, load.batch());
    }
    threads.add(CompletableFuture.runAsync(sender, task -> new Thread(task).start()));
  }

  /** From now on waits are recorded. */
  void measure() {
    measured = true;
  }

  /** How many requests were sent so far. */
  long sent() {
    return sent.sum();
  }

  /** Waits for the threads to end. */
  void stop() {
    stopped = true;
    threads.forEach(CompletableFuture::join);
  }

  /** How long requests took from when they were due; once all have stopped. */
  Histogram waits() {
    return sum(waits);
  }

  /** How late requests were sent for which their sender had to wait; once all have stopped. */
  Histogram lateness() {
    return sum(lateness);
  }

  private static Histogram sum(List<Histogram> parts) {
    Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    parts.forEach(all::add);
    return all;
  }

  private void sendAsFastAsCan() {
    while (!stopped) {
      requests.sendBatch();
      sent.add(KeySequence.BATCH);
    }
  }

  /**
   * Sends each request when it is due, or at once when that was before; its wait counts from when
   * it was due, so that what one pause does to all that come meanwhile is seen.
   */
  private void sendOnTime(Histogram waited, Histogram late, long nanosApart, long offset) {
    long due = System.nanoTime() + offset;
    while (!stopped) {
      long first = requests.sequence().take();
      for (int i = 0; i < KeySequence.BATCH && !stopped; i++) {
        boolean early = System.nanoTime() - due < 0;
        await(due);
        if (early && measured) {
          late.recordValue(System.nanoTime() - due);
        }
        requests.send(first + i);
        if (measured) {
          waited.recordValue(Math.min(System.nanoTime() - due, LONGEST_NANOS));
        }
        due += nanosApart;
        sent.increment();
      }
    }
  }

  /** As {@link #sendOnTime}; a batch is due with the last of its requests, and all wait for it. */
  private void sendTogetherOnTime(
      Histogram waited, Histogram late, long nanosApart, long offset, int size) {
    long due = System.nanoTime() + offset;
    long[] numbers = new long[size];
    long next = 0;
    long end = 0;
    while (!stopped) {
      for (int i = 0; i < size; i++) {
        if (next == end) {
          next = requests.sequence().take();
          end = next + KeySequence.BATCH;
        }
        numbers[i] = next++;
      }
      boolean early = System.nanoTime() - due < 0;
      await(due);
      if (early && measured) {
        late.recordValue(System.nanoTime() - due);
      }
      requests.sendTogether(numbers);
      if (measured) {
        waited.recordValueWithCount(Math.min(System.nanoTime() - due, LONGEST_NANOS), size);
      }
      due += nanosApart * size;
      sent.add(size);
    }
  }

  private static void await(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      if (left > SPUN_NANOS) {
        LockSupport.parkNanos(left - SPUN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = due - System.nanoTime();
    }
  }
}
