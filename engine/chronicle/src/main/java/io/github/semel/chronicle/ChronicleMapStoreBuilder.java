package io.github.semel.chronicle;

import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.ObservedStore;
import io.github.semel.StoreClock;
import io.github.semel.StoreListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Options for a {@link ChronicleMapStore}. Those that say how large records are decide how much
 * room is taken at once, and are kept in the file: it is opened again with the same ones. Not
 * thread-safe.
 */
public final class ChronicleMapStoreBuilder {

  /** The most records that a store can be made for. */
  public static final long MOST_ENTRIES = 1L << 34;

  static final int MOST_RESERVED_BYTES = 1 << 16;
  static final int MOST_OUTCOME_BYTES = 1 << 24;
  static final int MOST_PLATFORM_THREADS = 1_024;
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

  private final @Nullable Path file;
  private final long maxEntries;
  private int averageKeyBytes = 40;
  private int reservedOutcomeBytes = 256;
  private int maxOutcomeBytes = 1 << 16;
  private @Nullable StoreClock clock;

  StoreListener listener = StoreListener.NONE;
  Duration lockTimeout = Duration.ofSeconds(1);
  Duration closeTimeout = Duration.ofSeconds(10);
  int platformThreads;
  @Nullable ScheduledExecutorService scheduler;
  long sweepMicros;

  ChronicleMapStoreBuilder(@Nullable Path file, long maxEntries) {
    this.file = file;
    this.maxEntries = Limits.requireRange("maxEntries", maxEntries, 1, MOST_ENTRIES);
  }

  /**
   * How long keys and their labels are on average, in bytes of UTF-8; 40 unless given. Keys that
   * are UUIDs in lower case take nothing beyond their place in the map: with those alone, give 0.
   *
   * @param averageKeyBytes 0 to {@link Limits#MAX_KEY_BYTES}
   */
  public ChronicleMapStoreBuilder averageKeyBytes(int averageKeyBytes) {
    this.averageKeyBytes =
        (int) Limits.requireRange("averageKeyBytes", averageKeyBytes, 0, Limits.MAX_KEY_BYTES);
    return this;
  }

  /**
   * For how many bytes of an outcome each claim reserves room; 256 unless given. Completing with no
   * more is done in place as a rule: it is fast, and cannot fail for lack of room. Each record
   * takes this room, used or not, and {@link Limits#MAX_LABEL_BYTES} at least: so that whoever
   * takes over a key in a full store finds room for a longer label.
   *
   * @param reservedOutcomeBytes 0 to 65,536
   */
  public ChronicleMapStoreBuilder reservedOutcomeBytes(int reservedOutcomeBytes) {
    this.reservedOutcomeBytes =
        (int)
            Limits.requireRange(
                "reservedOutcomeBytes", reservedOutcomeBytes, 0, MOST_RESERVED_BYTES);
    return this;
  }

  /**
   * The largest outcome in bytes; 64 KiB unless given. Each of the store's parts, of about 1,024
   * records, takes room for four such at least.
   *
   * @param maxOutcomeBytes 0 to 16 MiB
   */
  public ChronicleMapStoreBuilder maxOutcomeBytes(int maxOutcomeBytes) {
    this.maxOutcomeBytes =
        (int) Limits.requireRange("maxOutcomeBytes", maxOutcomeBytes, 0, MOST_OUTCOME_BYTES);
    return this;
  }

  /**
   * The time to go by; unless given, the wall clock for a file and the JVM's monotonic timer in
   * memory.
   */
  public ChronicleMapStoreBuilder clock(StoreClock clock) {
    this.clock = Limits.requireNonNull("clock", clock);
    return this;
  }

  /**
   * What hears of every operation and of expired records; nothing unless given. A {@link
   * ChronicleStoreListener} hears of recoveries too.
   */
  public ChronicleMapStoreBuilder listener(StoreListener listener) {
    this.listener = Limits.requireNonNull("listener", listener);
    return this;
  }

  /**
   * How long a call waits at most for others that use the same part of the store; a second unless
   * given. Beyond it, the call fails and nothing was changed.
   *
   * @param lockTimeout positive, at most a minute
   */
  public ChronicleMapStoreBuilder lockTimeout(Duration lockTimeout) {
    this.lockTimeout = Limits.requirePositive("lockTimeout", lockTimeout, LONGEST_TIMEOUT);
    return this;
  }

  /**
   * How long closing waits at most for calls that are under way; ten seconds unless given.
   *
   * @param closeTimeout positive, at most a minute
   */
  public ChronicleMapStoreBuilder closeTimeout(Duration closeTimeout) {
    this.closeTimeout = Limits.requirePositive("closeTimeout", closeTimeout, LONGEST_TIMEOUT);
    return this;
  }

  /**
   * Has so many platform threads of the store's own make the calls of virtual threads; unless
   * given, every thread makes its own calls. Each thread that calls costs about 4 KB for as long as
   * it lives, which adds up for very many virtual ones.
   *
   * @param platformThreads 1 to 1,024
   */
  public ChronicleMapStoreBuilder platformThreads(int platformThreads) {
    this.platformThreads =
        (int) Limits.requireRange("platformThreads", platformThreads, 1, MOST_PLATFORM_THREADS);
    return this;
  }

  /**
   * Has a scheduler of the caller's take expired records out also while no claims come. The caller
   * shuts it down; closing the store ends its task.
   *
   * @param every from the end of one sweep to the next; positive, at most a day
   */
  public ChronicleMapStoreBuilder sweepWith(ScheduledExecutorService scheduler, Duration every) {
    this.scheduler = Limits.requireNonNull("scheduler", scheduler);
    this.sweepMicros = Micros.of(Limits.requirePositive("every", every, Duration.ofDays(1)));
    return this;
  }

  /**
   * Opens the store. An interrupt does not end it: a file is opened anew then, and the listener may
   * hear twice of what happens.
   *
   * @throws UnsuitableRuntimeException when the JVM lacks flags that Chronicle Map needs
   * @throws UnusableFileException when the file is in use, cannot be made or read, is of another
   *     version, was cut off, or was made with other options
   */
  public IdempotencyStore open() {
    RuntimeCheck.requireSuitable();
    MapShape shape =
        new MapShape(maxEntries, averageKeyBytes, reservedOutcomeBytes, maxOutcomeBytes);
    OpenMap open = file == null ? openMap(shape) : uninterrupted(() -> openMap(shape));
    try {
      return ObservedStore.of(new ChronicleMapStore(this, open), listener);
    } catch (Throwable e) {
      open.close();
      throw e;
    }
  }

  /**
   * Opens once more what an interrupt has broken off: one that comes while a file is touched closes
   * it. Nothing is lost by that, and the caller finds its interrupt again.
   */
  private static OpenMap uninterrupted(Supplier<OpenMap> opening) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return opening.get();
        } catch (RuntimeException e) {
          if (!Thread.interrupted()) {
            throw e;
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private OpenMap openMap(MapShape shape) {
    if (file == null) {
      return MapFile.inMemory(shape, clock == null ? StoreClock.monotonic() : clock);
    }
    ChronicleStoreListener heard =
        listener instanceof ChronicleStoreListener chronicle
            ? chronicle
            : new ChronicleStoreListener() {};
    return new MapFile(file, shape, clock == null ? new WallClock() : clock, heard).open();
  }
}
