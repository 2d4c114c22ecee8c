package io.github.semel.benchmarks.load;

import io.github.semel.benchmarks.contender.KeySequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** The threads that send the requests of a load, each until it is told to stop. */
final class Senders {

  /** The longest wait that is told apart from longer ones. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final int DIGITS = 3;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private final Requests requests;
  private final LongAdder sent = new LongAdder();
  private final List<Histogram> waits = new ArrayList<>();
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
    Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
    waits.add(histogram);
    long nanosApart = load.isOpen() ? NANOS_A_SECOND * load.threads() / load.rate() : 0;
    long offset = load.isOpen() ? NANOS_A_SECOND * number / load.rate() : 0;
    Runnable sender =
        load.isOpen() ? () -> sendOnTime(histogram, nanosApart, offset) : this::sendAsFastAsCan;
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

  /** Waits for the threads to end, and for what they have to say. */
  Histogram stop() {
    stopped = true;
    threads.forEach(CompletableFuture::join);
    Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    waits.forEach(all::add);
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
  private void sendOnTime(Histogram histogram, long nanosApart, long offset) {
    long due = System.nanoTime() + offset;
    while (!stopped) {
      long first = requests.sequence().take();
      for (int i = 0; i < KeySequence.BATCH; i++) {
        while (System.nanoTime() - due < 0) {
          Thread.onSpinWait();
        }
        requests.send(first + i);
        if (measured) {
          histogram.recordValue(Math.min(System.nanoTime() - due, LONGEST_NANOS));
        }
        due += nanosApart;
      }
      sent.add(KeySequence.BATCH);
    }
  }
}
