package io.github.semel.executor;

import io.github.semel.ClaimTerms;
import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.ProfiledStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Options for an {@link IdempotentExecutor}; every one has a default. Not thread-safe.
 *
 * @param <T> the results of the work
 */
public final class IdempotentExecutorBuilder<T> {

  private final IdempotencyStore store;
  private final Codec<T> codec;
  private Duration lease = Duration.ofSeconds(30);
  private Duration ttl = Duration.ofHours(24);
  private @Nullable String label;
  private DuplicateHandling<T> duplicates = DuplicateHandling.replay();
  private InDoubtHandling<T> inDoubt = InDoubtHandling.hold();
  private FailurePolicy failures = FailurePolicy.standard();
  private OutagePolicy outage = OutagePolicy.REFUSE;
  private ExecutorListener listener = ExecutorListener.NONE;
  private @Nullable ScheduledExecutorService scheduler;
  private Executor continuations = ForkJoinPool.commonPool();

  IdempotentExecutorBuilder(IdempotencyStore store, Codec<T> codec) {
    this.store = Limits.requireNonNull("store", store);
    this.codec = Limits.requireNonNull("codec", codec);
  }

  /**
   * How long a claim stands without being renewed; 30 seconds unless given. It is renewed at a
   * third of that while the work runs, so it says how soon others notice that this process has
   * died.
   */
  public IdempotentExecutorBuilder<T> lease(Duration lease) {
    this.lease = Limits.requireLease(lease);
    return this;
  }

  /** How long outcomes are kept; 24 hours unless given. A key's own window goes before it. */
  public IdempotentExecutorBuilder<T> ttl(Duration ttl) {
    this.ttl = Limits.requireTtl(ttl);
    return this;
  }

  /** Tells duplicates and operators who holds a claim, for example the host; none unless given. */
  public IdempotentExecutorBuilder<T> label(String label) {
    this.label = Limits.requireLabel(label);
    return this;
  }

  /** What duplicates get; the recorded outcome unless given. */
  public IdempotentExecutorBuilder<T> duplicates(DuplicateHandling<T> duplicates) {
    this.duplicates = Limits.requireNonNull("duplicates", duplicates);
    return this;
  }

  /** What happens when an earlier attempt may have taken effect; nobody executes unless given. */
  public IdempotentExecutorBuilder<T> inDoubt(InDoubtHandling<T> inDoubt) {
    this.inDoubt = Limits.requireNonNull("inDoubt", inDoubt);
    return this;
  }

  /** What failures say; {@link FailurePolicy#standard} unless given. */
  public IdempotentExecutorBuilder<T> failures(FailurePolicy failures) {
    this.failures = Limits.requireNonNull("failures", failures);
    return this;
  }

  /** What happens while the store is out of reach; the work is refused unless given. */
  public IdempotentExecutorBuilder<T> outage(OutagePolicy outage) {
    this.outage = Limits.requireNonNull("outage", outage);
    return this;
  }

  /** What hears of lost leases and of outcomes that could not be recorded; nothing unless given. */
  public IdempotentExecutorBuilder<T> listener(ExecutorListener listener) {
    this.listener = Limits.requireNonNull("listener", listener);
    return this;
  }

  /**
   * What renews leases, times waits and resends completions; a daemon thread of the executor's own
   * unless given. Renewals of a slow store occupy its threads.
   */
  public IdempotentExecutorBuilder<T> scheduler(ScheduledExecutorService scheduler) {
    this.scheduler = Limits.requireNonNull("scheduler", scheduler);
    return this;
  }

  /**
   * What runs asynchronous calls after a wait and records what came of asynchronous work, which
   * calls the store; the common pool unless given.
   */
  public IdempotentExecutorBuilder<T> continuations(Executor continuations) {
    this.continuations = Limits.requireNonNull("continuations", continuations);
    return this;
  }

  /** Makes the executor. */
  public IdempotentExecutor<T> build() {
    ClaimTerms terms = ClaimTerms.of(lease, ttl);
    Settings<T> settings =
        new Settings<>(
            ProfiledStore.of(store),
            codec,
            label == null ? terms : terms.withLabel(label),
            duplicates,
            inDoubt,
            failures,
            outage,
            listener,
            scheduler == null ? ownScheduler(lease) : scheduler,
            continuations);
    return new IdempotentExecutor<>(settings, scheduler == null);
  }

  private static ScheduledExecutorService ownScheduler(Duration lease) {
    ScheduledThreadPoolExecutor own =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "semel-lease-keeper");
              thread.setDaemon(true);
              return thread;
            });
    // Most leases are never renewed: their tasks must not stay in the queue until their time.
    own.setRemoveOnCancelPolicy(true);
    // A task that becomes the next one due wakes the thread. With one that always comes sooner than
    // a renewal, which is at a third, a lease that is never renewed costs no change of threads.
    long sooner = Math.max(1, lease.toNanos() / 6);
    Future<?> unused = own.scheduleWithFixedDelay(() -> {}, sooner, sooner, TimeUnit.NANOSECONDS);
    return own;
  }
}
