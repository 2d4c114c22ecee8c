package io.github.semel.stress.history;

import io.github.semel.StoreClock;
import io.github.semel.stress.Count;
import io.github.semel.stress.Tally;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What all clients of a campaign have in common, in memory that all its processes have mapped: the
 * order of calls, the time that a store is given, orders to the clients, and counts. Safe from any
 * thread of any process.
 *
 * <p><b>Bounds of the time that is given.</b> The clock can be set back, for a store that has to
 * hold out against it. Its own time never goes back, so it lies between the latest time that some
 * answered call must have read, or the clock if that is later, and the latest time the clock has
 * ever had. While the clock is being set back, a call is given the former bound alone.
 */
final class Field implements StoreClock {

  private static final String FILE = "field";

  private static final int ORDER = 0;
  private static final int CLOCK = 1;
  private static final int LATEST = 2;
  private static final int READ = 3;
  private static final int SETBACKS = 4;
  private static final int STOP = 5;
  private static final int FIRST_KEY = 6;
  private static final int READING_PAUSES = 7;
  private static final int FILLINGS = 8;
  private static final int HOLDER_PAUSES = 9;
  private static final int CLIENTS = 10;
  private static final int COUNTS = 11;
  private static final int WORDS = COUNTS + Count.values().length;

  private static final long READING_PAUSE_NANOS = 2_000_000;

  private final SharedWords words;
  private final boolean injected;

  /**
   * The field of a folder.
   *
   * @param injected whether the store goes by this field's clock; else by the machine's
   */
  Field(Path folder, boolean injected) {
    this.words = new SharedWords(folder.resolve(FILE), WORDS);
    this.injected = injected;
    long start = Instant.EPOCH.until(Instant.now(), ChronoUnit.MICROS);
    if (words.change(LATEST, 0, start)) {
      words.set(CLOCK, start);
    }
  }

  // --- order and time
  // -------------------------------------------------------------------------------

  /** The next place in the order of all beginnings and ends. */
  long next() {
    return words.add(ORDER, 1);
  }

  /** How far the order has come. */
  long order() {
    return words.get(ORDER);
  }

  boolean isInjected() {
    return injected;
  }

  /** The time that the store is given; now and then the thread that reads it is then paused. */
  @Override
  public long micros() {
    long now = words.get(CLOCK);
    if (words.get(READING_PAUSES) > 0 && words.take(READING_PAUSES)) {
      LockSupport.parkNanos(READING_PAUSE_NANOS);
    }
    return now;
  }

  private static long machineMicros() {
    return Instant.EPOCH.until(Instant.now(), ChronoUnit.MICROS);
  }

  /** What is known of the store's time before a call. */
  record Reading(long setbacks, long read, long clock) {}

  Reading read() {
    return injected
        ? new Reading(words.get(SETBACKS), words.get(READ), words.get(CLOCK))
        : new Reading(0, 0, machineMicros());
  }

  /** The time that the store cannot have been before in a call that began with this reading. */
  long earliest(Reading before) {
    boolean steady = before.setbacks() % 2 == 0 && words.get(SETBACKS) == before.setbacks();
    return !injected || steady ? Math.max(before.read(), before.clock()) : before.read();
  }

  /** The time that the store cannot be past now. */
  long latest() {
    return injected ? words.get(LATEST) : machineMicros();
  }

  /** The store has read a time that is no less. */
  void hasRead(long micros) {
    if (injected) {
      words.raise(READ, micros);
    }
  }

  /** Time goes on for everybody, where it is given to the store. */
  void advance(long micros) {
    if (!injected) {
      return;
    }
    long now;
    do {
      now = words.get(CLOCK);
      // Before the clock: whoever reads the clock must find a bound that is no less.
      words.raise(LATEST, now + micros);
    } while (!words.change(CLOCK, now, now + micros));
  }

  /** The clock goes forward all at once, where it is given to the store. */
  void jump(long micros) {
    if (injected) {
      advance(micros);
      count(Count.CLOCK_JUMPS);
    }
  }

  /** Sets the clock back; by one process alone. */
  void setBack(long micros) {
    words.add(SETBACKS, 1);
    long now;
    do {
      now = words.get(CLOCK);
    } while (!words.change(CLOCK, now, now - micros));
    words.add(SETBACKS, 1);
    count(Count.CLOCK_SETBACKS);
  }

  // --- orders
  // ---------------------------------------------------------------------------------------

  /** The first key of the round; all before it belong to rounds that were judged. */
  long firstKey() {
    return words.get(FIRST_KEY);
  }

  void beginRound(long firstKey) {
    words.set(FIRST_KEY, firstKey);
    words.set(STOP, 0);
  }

  boolean isStopping() {
    return words.get(STOP) != 0;
  }

  /** Has the clients look at every key of the round once more, and end. */
  void stop() {
    words.set(STOP, 1);
  }

  /** A number for a client, which none had before; from 1 on. */
  int newClient() {
    return (int) words.add(CLIENTS, 1);
  }

  /** The number of the newest client. */
  int clients() {
    return (int) words.get(CLIENTS);
  }

  /** Has the next thread that reads the store's clock pause behind the reading. */
  void pauseReading() {
    words.add(READING_PAUSES, 1);
    count(Count.READING_PAUSES);
  }

  /** Has some client claim fresh keys until the store is full. */
  void fill() {
    words.add(FILLINGS, 1);
  }

  boolean takeFilling() {
    return words.take(FILLINGS);
  }

  /** Has some client keep its next ticket past the lease, and use it then. */
  void pauseHolder() {
    words.add(HOLDER_PAUSES, 1);
  }

  boolean takeHolderPause() {
    return words.get(HOLDER_PAUSES) > 0 && words.take(HOLDER_PAUSES);
  }

  // --- counts
  // ---------------------------------------------------------------------------------------

  void count(Count count) {
    words.add(COUNTS + count.ordinal(), 1);
  }

  /** Adds everything that was counted to a tally. */
  void addTo(Tally tally) {
    for (Count count : Count.values()) {
      tally.add(count, words.get(COUNTS + count.ordinal()));
    }
  }
}
