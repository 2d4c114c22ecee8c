package io.github.semel.spring;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyException;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.StoreListener;
import io.github.semel.StoreOperation;
import io.github.semel.Ticket;
import io.github.semel.executor.ExecutorListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the store and of what is executed over it; never tagged with a key. What happens
 * before a registry is bound, while the application starts, is not counted. Safe for any thread.
 */
final class StoreMeters implements MeterBinder, StoreListener, ExecutorListener {

  /** How a claim came out, as the tag {@code outcome} has it. */
  private enum ClaimOutcome {
    ACQUIRED,
    /** Taken over from a holder that never came back. */
    IN_DOUBT,
    IN_PROGRESS,
    COMPLETED,
    MISMATCH,
    FAILED;

    static ClaimOutcome of(ClaimResult result) {
      if (result instanceof ClaimResult.Acquired acquired) {
        return acquired.ticket().inDoubt() ? IN_DOUBT : ACQUIRED;
      }
      if (result instanceof ClaimResult.Completed) {
        return COMPLETED;
      }
      return result instanceof ClaimResult.InProgress ? IN_PROGRESS : MISMATCH;
    }
  }

  /** Asked for when a registry is bound: the store is made with this among its listeners. */
  private final Supplier<StoreInUse> store;

  private final List<Meters> bound = new CopyOnWriteArrayList<>();

  /** Those of one registry. */
  private static final class Meters {

    private final MeterRegistry registry;
    private final String store;
    private final Map<ClaimOutcome, Counter> claims = new EnumMap<>(ClaimOutcome.class);
    private final Map<StoreOperation, Timer> operations = new EnumMap<>(StoreOperation.class);
    private final Timer waits;
    private final Counter unprotected;
    private final Counter unrecorded;
    private final Counter leasesLost;

    Meters(MeterRegistry registry, StoreInUse inUse) {
      this.registry = registry;
      this.store = inUse.name();
      Tags tags = Tags.of("store", store);
      for (ClaimOutcome outcome : ClaimOutcome.values()) {
        claims.put(
            outcome,
            Counter.builder("idempotency.claims")
                .description("Claims of keys, by what they found")
                .tags(tags.and("outcome", name(outcome)))
                .register(registry));
      }
      for (StoreOperation operation : StoreOperation.values()) {
        // Of these two the listener hears only when they fail.
        if (operation != StoreOperation.FIND && operation != StoreOperation.PENDING) {
          operations.put(operation, operation(operation, "none"));
        }
      }
      Gauge.builder("idempotency.records", inUse, used -> used.store().stats().entries())
          .description("Records that the store holds")
          .tags(tags)
          .register(registry);
      waits =
          Timer.builder("idempotency.wait")
              .description("How long duplicates waited for the first")
              .tags(tags)
              .register(registry);
      unprotected = counter("idempotency.unprotected", "Work that ran without a claim", tags);
      unrecorded = counter("idempotency.unrecorded", "Executed work without a record", tags);
      leasesLost = counter("idempotency.leases.lost", "Claims lost while work was running", tags);
    }

    private Counter counter(String name, String description, Tags tags) {
      return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    Counter claims(ClaimOutcome outcome) {
      return Objects.requireNonNull(claims.get(outcome));
    }

    /** Of those that succeed, which are all that the listener tells of. */
    Timer operation(StoreOperation operation) {
      return Objects.requireNonNull(operations.get(operation));
    }

    Timer operation(StoreOperation operation, String error) {
      return Timer.builder("idempotency.store.operation")
          .description("Operations of the store")
          .tags("store", store, "operation", name(operation), "error", error)
          .register(registry);
    }

    private static String name(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }

  StoreMeters(Supplier<StoreInUse> store) {
    this.store = store;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bound.add(new Meters(registry, store.get()));
  }

  @Override
  public void claimed(String key, ClaimResult result, Duration took) {
    count(ClaimOutcome.of(result));
    succeeded(StoreOperation.CLAIM, took);
  }

  @Override
  public void completed(Ticket ticket, Outcome outcome, Completion completion, Duration took) {
    succeeded(StoreOperation.COMPLETE, took);
  }

  @Override
  public void renewed(Ticket ticket, boolean renewed, Duration took) {
    succeeded(StoreOperation.RENEW, took);
  }

  @Override
  public void released(Ticket ticket, boolean released, Duration took) {
    succeeded(StoreOperation.RELEASE, took);
  }

  @Override
  public void amended(
      String key, RecordVersion version, Outcome outcome, boolean amended, Duration took) {
    succeeded(StoreOperation.AMEND, took);
  }

  @Override
  public void forgotten(String key, long fence, boolean forgotten, Duration took) {
    succeeded(StoreOperation.FORGET, took);
  }

  @Override
  public void failed(
      StoreOperation operation, @Nullable String key, IdempotencyException failure, Duration took) {
    if (operation == StoreOperation.CLAIM) {
      count(ClaimOutcome.FAILED);
    }
    for (Meters meters : bound) {
      meters.operation(operation, failure.getClass().getSimpleName()).record(took);
    }
  }

  @Override
  public void waited(String key, Duration took) {
    bound.forEach(meters -> meters.waits.record(took));
  }

  @Override
  public void unprotected(String key, IdempotencyException cause) {
    bound.forEach(meters -> meters.unprotected.increment());
  }

  @Override
  public void unrecorded(Ticket ticket, Optional<IdempotencyException> cause) {
    bound.forEach(meters -> meters.unrecorded.increment());
  }

  @Override
  public void leaseLost(Ticket ticket) {
    bound.forEach(meters -> meters.leasesLost.increment());
  }

  private void count(ClaimOutcome outcome) {
    for (Meters meters : bound) {
      meters.claims(outcome).increment();
    }
  }

  private void succeeded(StoreOperation operation, Duration took) {
    for (Meters meters : bound) {
      meters.operation(operation).record(took);
    }
  }
}
