package io.github.semel.chronicle;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier;
import io.github.semel.StoreFullException;
import io.github.semel.StoreListener;
import io.github.semel.StoreStats;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Ticket;
import io.github.semel.callback.Callbacks;
import io.github.semel.chronicle.Waiters.Waiter;
import io.github.semel.thread.VirtualThreads;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store over Chronicle Map: records lie outside the heap, where the collector does not see
 * them, in memory or in a file that survives its process. It survives a process that is killed, not
 * a machine that loses power.
 *
 * <p>A file has one owner at a time. Its room is taken at once, for {@code maxEntries} records; a
 * claim of a new key is refused when there are that many, all unexpired. Each claim reserves room
 * for an outcome, so completing within {@link ChronicleMapStoreBuilder#reservedOutcomeBytes} never
 * fails for lack of room; a larger outcome that finds none is refused with {@link
 * OutcomeTooLargeException}, and the claim is still held.
 *
 * <p>Every operation is O(1) but for the claim that sweeps its part of the store, one in as many as
 * half of what is left there, and for the claim of a new key in a full store, which looks for
 * expired records. {@link #pending} is O(n) in all pages together. An expired record is as good as
 * absent at the instant it expires; its room comes back as claims go on, and a store under steady
 * load holds half as many expired records as unexpired ones at most, and 32 a segment of about
 * 1,024 records (16 segments at least).
 *
 * <p>Time is the wall clock for a file, and never goes backwards for one file; in memory it is the
 * JVM's monotonic timer.
 *
 * <p>It needs a JDK of 17 or later and some flags for the JVM; without them opening fails with an
 * {@link UnsuitableRuntimeException} that has them.
 */
public final class ChronicleMapStore implements IdempotencyStore, SettlementNotifier {

  private static final String NAME = "Chronicle Map store";

  private final OpenMap open;
  private final Gate gate = new Gate(NAME);
  private final Waiters waiters = new Waiters();
  private final SegmentExpiry expiry;
  private final Records records;
  private final Sweeper sweeper;
  private final PendingScan scan;
  private final StoreListener listener;
  private final @Nullable PlatformThreads threads;
  private final @Nullable Future<?> sweeping;
  private final Duration closeTimeout;
  private final int maxOutcomeBytes;
  private final int reservedBytes;
  private final long maxEntries;
  private final LongAdder refused = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Where the next search for expired records begins, so that each segment has its turn. */
  private final AtomicInteger hand = new AtomicInteger();

  ChronicleMapStore(ChronicleMapStoreBuilder builder, OpenMap open) {
    this.open = open;
    expiry = new SegmentExpiry(open.map().segments());
    BoundedLock locks = new BoundedLock(builder.lockTimeout);
    records = new Records(open, expiry, waiters, locks);
    sweeper = new Sweeper(open, expiry, waiters, locks, records::swept);
    scan = new PendingScan(open, locks);
    listener = builder.listener;
    closeTimeout = builder.closeTimeout;
    MapShape shape = open.header().shape();
    maxOutcomeBytes = shape.maxOutcomeBytes();
    reservedBytes = shape.reservedOutcomeBytes();
    maxEntries = shape.maxEntries();
    threads =
        builder.platformThreads > 0 && VirtualThreads.exist()
            ? new PlatformThreads(builder.platformThreads)
            : null;
    sweeping =
        builder.scheduler == null
            ? null
            : builder.scheduler.scheduleWithFixedDelay(
                this::sweepAll, builder.sweepMicros, builder.sweepMicros, TimeUnit.MICROSECONDS);
  }

  /**
   * A store that ends with its process.
   *
   * @param maxEntries how many records it admits; 1 to {@link
   *     ChronicleMapStoreBuilder#MOST_ENTRIES}
   */
  public static ChronicleMapStoreBuilder inMemory(long maxEntries) {
    return new ChronicleMapStoreBuilder(null, maxEntries);
  }

  /**
   * A store in a file.
   *
   * @param file made if it is not there, in a folder that is; beside it, {@code <file>.state} holds
   *     what belongs to it; of the default file system
   * @param maxEntries how many records it admits; 1 to {@link
   *     ChronicleMapStoreBuilder#MOST_ENTRIES}
   */
  public static ChronicleMapStoreBuilder file(Path file, long maxEntries) {
    Limits.requireNonNull("file", file);
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      throw new InvalidArgumentException("file", file, "a path of the default file system");
    }
    return new ChronicleMapStoreBuilder(file, maxEntries);
  }

  /** The flags that this version of Java has to be started with, for those who start one. */
  public static List<String> jvmFlags() {
    return RuntimeCheck.flags();
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    Limits.requireNonNull("request", request);
    return threads == null ? claimHere(request) : threads.call(() -> claimHere(request));
  }

  private ClaimResult claimHere(ClaimRequest request) {
    int entered = gate.enter();
    try {
      ClaimResult result = records.claim(request);
      boolean nothingExpired = false;
      while (result == null) {
        int segment = records.fullSegment();
        if (nothingExpired) {
          refused.increment();
          throw new StoreFullException(
              request.key(),
              segment < 0
                  ? "maxEntries " + maxEntries
                  : "the segment of the key has no room left, with records larger than reckoned");
        }
        // Once more also when there was nothing: another thread may have swept just before.
        nothingExpired = !makeRoom(segment);
        result = records.claim(request);
      }
      int due = records.segmentToSweep();
      if (due >= 0) {
        sweepLater(due);
      }
      return result;
    } finally {
      leave(entered);
    }
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireOutcome(ticket.key(), outcome, maxOutcomeBytes);
    long ttlMicros = Micros.of(Limits.requireTtl(ttl));
    return threads == null
        ? completeHere(ticket, outcome, ttlMicros)
        : threads.call(() -> completeHere(ticket, outcome, ttlMicros));
  }

  private Completion completeHere(Ticket ticket, Outcome outcome, long ttlMicros) {
    int entered = gate.enter();
    try {
      Completion completion = records.complete(ticket, outcome, ttlMicros);
      boolean nothingExpired = false;
      while (completion == null) {
        nothingExpired = makeRoomFor(ticket.key(), outcome, nothingExpired);
        completion = records.complete(ticket, outcome, ttlMicros);
      }
      return completion;
    } finally {
      leave(entered);
    }
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    long leaseMicros = Micros.of(Limits.requireLease(lease));
    return call(() -> records.renew(ticket, leaseMicros));
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    return call(() -> records.release(ticket));
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    Limits.requireKey(key);
    return call(() -> records.find(key));
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(key, outcome, maxOutcomeBytes);
    return call(
        () -> {
          Boolean amended = records.amend(key, version, outcome);
          boolean nothingExpired = false;
          while (amended == null) {
            nothingExpired = makeRoomFor(key, outcome, nothingExpired);
            amended = records.amend(key, version, outcome);
          }
          return amended;
        });
  }

  @Override
  public boolean forget(String key, long fence) {
    Limits.requireKey(key);
    return call(() -> records.forget(key, fence));
  }

  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    Limits.requirePage(olderThan, limit);
    return call(() -> scan.page(Micros.of(olderThan), limit, cursor));
  }

  @Override
  public int maxOutcomeBytes() {
    return maxOutcomeBytes;
  }

  @Override
  public StoreStats stats() {
    int entered = gate.enter();
    try {
      return new StoreStats(
          records.count(), OptionalLong.of(maxEntries), sweeper.expired(), refused.sum());
    } finally {
      gate.leave(entered);
    }
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return Optional.of(this);
  }

  @Override
  public Registration onSettled(String key, Runnable callback) {
    Limits.requireKey(key);
    Limits.requireNonNull("callback", callback);
    Waiter waiter = waiters.register(key, callback);
    boolean held;
    try {
      held = call(() -> records.isHeld(key));
    } catch (RuntimeException e) {
      waiters.cancel(waiter);
      throw e;
    }
    if (!held) {
      waiters.runNow(waiter);
    }
    return () -> waiters.cancel(waiter);
  }

  /**
   * Lets callers that are inside finish, has waiters called back, and closes the file. Bounded in
   * time by {@link ChronicleMapStoreBuilder#closeTimeout}.
   *
   * @throws StoreUnavailableException when callers are still inside then; the file stays open, is
   *     recovered when it is opened next, and closing again tries again
   */
  @Override
  public void close() {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!gate.close(closeTimeout)) {
        throw new StoreUnavailableException(
            NAME + " could not be closed: callers are still inside after " + closeTimeout, null);
      }
      if (closed.compareAndSet(false, true)) {
        closeMap();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeMap() {
    if (threads != null) {
      threads.close();
    }
    try {
      open.close();
    } finally {
      waiters.runAll();
    }
  }

  private <T> T call(Supplier<T> operation) {
    return threads == null ? callHere(operation) : threads.call(() -> callHere(operation));
  }

  private <T> T callHere(Supplier<T> operation) {
    int entered = gate.enter();
    try {
      return operation.get();
    } finally {
      leave(entered);
    }
  }

  /** The caller is out; then those are told who waited for what it settled. */
  private void leave(int entered) {
    List<Waiter> settled = records.takeSettled();
    gate.leave(entered);
    Waiters.run(settled);
  }

  /**
   * Takes expired records out, until there may be room for one.
   *
   * @param segment where there is none, or -1 when the bound on all is met
   * @return false when nothing has expired
   */
  private boolean makeRoom(int segment) {
    if (segment >= 0) {
      return sweep(segment) > 0;
    }
    long now = open.state().micros();
    int segments = expiry.segments();
    int first = Math.floorMod(hand.get(), segments);
    for (int i = 0; i < segments; i++) {
      int next = (first + i) % segments;
      if (expiry.mayHaveExpired(next, now) && sweep(next) > 0) {
        hand.set(next + 1);
        return true;
      }
    }
    // Room may also have come from another thread's sweep, so that ours found nothing.
    return records.hasRoom();
  }

  /** As {@link #makeRoom}, for an outcome; refuses it when nothing had expired before either. */
  private boolean makeRoomFor(String key, Outcome outcome, boolean nothingExpired) {
    if (nothingExpired) {
      throw new OutcomeTooLargeException(key, outcome.length(), reservedBytes);
    }
    return sweep(records.fullSegment()) == 0;
  }

  private int sweep(int segment) {
    List<Waiter> settled = new ArrayList<>(0);
    int removed;
    try {
      removed = sweeper.sweep(segment, settled);
    } finally {
      records.settleLater(settled);
    }
    if (removed > 0 && listener != StoreListener.NONE) {
      Callbacks.run(() -> listener.expired(removed));
    }
    return removed;
  }

  /** Sweeps a segment, or leaves it to a later claim when others are at it. */
  private void sweepLater(int segment) {
    try {
      sweep(segment);
    } catch (StoreUnavailableException e) {
      // What was asked for has taken place; that room comes back later is no failure of it.
    }
  }

  private void sweepAll() {
    for (int segment = 0; segment < expiry.segments() && !gate.closed(); segment++) {
      if (expiry.mayHaveExpired(segment, open.state().micros())) {
        int due = segment;
        callHere(
            () -> {
              sweepLater(due);
              return due;
            });
      }
    }
  }
}
