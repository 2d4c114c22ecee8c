package io.github.semel.redis;

import io.github.semel.StoreUnavailableException;
import io.github.semel.callback.Callbacks;
import io.github.semel.redis.connection.Answer;
import io.github.semel.redis.connection.Delivery;
import io.github.semel.redis.connection.Fault;
import io.github.semel.redis.connection.Node;
import io.github.semel.redis.connection.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A thread that a store has beside its lanes: asks who the masters are, each second and whenever
 * calls fail, and looks at the masters every ten seconds and whenever there is a new one.
 */
final class ServerWatch implements AutoCloseable {

  private static final long TICK_MILLIS = 1_000;
  private static final int TICKS_BETWEEN_INSPECTIONS = 10;

  private final Topology topology;
  private final Delivery questions;
  private final ServerInspection inspection;
  private final RedisStoreListener listener;
  private final ScheduledExecutorService thread;
  private final AtomicBoolean refreshing = new AtomicBoolean();

  /** The last report of each master. Used by whoever opens the store, then by the thread alone. */
  private final Map<HostAndPort, ServerReport> reports = new HashMap<>();

  /** Used by the thread alone. */
  private int ticks;

  /** Written by the thread; read by every claim. */
  private volatile @Nullable UnsuitableServerException objection;

  /**
   * Watches nothing yet.
   *
   * @param questions sends what the masters are asked
   */
  ServerWatch(
      Topology topology,
      Delivery questions,
      ServerInspection inspection,
      RedisStoreListener listener) {
    this.topology = topology;
    this.questions = questions;
    this.inspection = inspection;
    this.listener = listener;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread watching = new Thread(task, "semel-redis-watch");
              watching.setDaemon(true);
              return watching;
            });
  }

  /**
   * Learns the masters and looks at each of them, in the caller's thread, and starts to watch.
   *
   * @throws StoreUnavailableException when no master is known, or one cannot be reached
   * @throws UnsuitableServerException when one must not be used
   */
  List<ServerReport> open(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<ServerReport> found = List.of();
    while (found.isEmpty()) {
      topology.refresh();
      try {
        found = inspectAll();
      } catch (UnsuitableServerException e) {
        throw e;
      } catch (StoreUnavailableException e) {
        // A master may be falling while the store is opened; then there is another soon. But a
        // wrong password does not become right, and many tries may have the user locked out.
        boolean refused =
            e.getCause() instanceof JedisDataException error && !Fault.of(error).passes();
        if (refused || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            () -> Callbacks.run(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return found;
  }

  private List<ServerReport> inspectAll() {
    List<Node> masters = topology.masters();
    if (masters.isEmpty()) {
      throw new StoreUnavailableException(
          "no master is known: no Sentinel or cluster node that was named could be asked, or none"
              + " knows one",
          null);
    }
    List<ServerReport> found = new ArrayList<>();
    for (Node master : masters) {
      ServerReport report = inspect(master);
      UnsuitableServerException unsuitable = inspection.objection(report).orElse(null);
      if (unsuitable != null) {
        throw unsuitable;
      }
      found.add(report);
    }
    return found;
  }

  /** Has the masters asked for soon, by the thread. Returns at once. */
  void refreshSoon() {
    if (refreshing.compareAndSet(false, true)) {
      try {
        thread.execute(
            () -> {
              refreshing.set(false);
              topology.refresh();
            });
      } catch (RejectedExecutionException e) {
        // The store was closed.
      }
    }
  }

  /** Why claims are refused, if they are. */
  @Nullable UnsuitableServerException objection() {
    return objection;
  }

  private void tick() {
    // First: asking who the masters are may take long.
    topology.closeStalled();
    topology.refresh();
    lookAtMasters(++ticks % TICKS_BETWEEN_INSPECTIONS == 0);
  }

  /** Looks at all masters, whether due or not, by the thread; for tests. */
  void inspectNow() {
    CompletableFuture.runAsync(() -> lookAtMasters(true), thread).join();
  }

  /** Looks at those masters that are new, and at all of them when that is due. */
  private void lookAtMasters(boolean due) {
    UnsuitableServerException found = due ? null : objection;
    for (Node master : topology.masters()) {
      if (due || !reports.containsKey(master.address())) {
        try {
          ServerReport report = inspect(master);
          UnsuitableServerException unsuitable = inspection.objection(report).orElse(null);
          if (unsuitable != null) {
            found = unsuitable;
            Callbacks.run(() -> listener.becameUnsuitable(report, unsuitable));
          }
        } catch (StoreUnavailableException e) {
          // The calls say so themselves; the next tick looks again.
          found = found == null ? objection : found;
        }
      }
    }
    objection = found;
  }

  private ServerReport inspect(Node master) {
    Answer answer = ServerInspection.ask(questions, master, questions.deadline());
    RedisAddress address = new RedisAddress(master.address().getHost(), master.address().getPort());
    byte[] info = (byte[]) Answers.value("INFO to " + address, answer);
    ServerReport report = inspection.read(address, info);
    ServerReport before = reports.put(master.address(), report);
    if (before == null) {
      Callbacks.run(() -> listener.serverFound(report));
    } else if (report.evictedKeys() > before.evictedKeys()) {
      Callbacks.run(
          () -> listener.keysEvicted(address, report.evictedKeys() - before.evictedKeys()));
    }
    return report;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
