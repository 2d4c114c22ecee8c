package io.github.semel.stress.races;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClock;
import io.github.semel.StoreFullException;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import io.github.semel.testkit.StoreModel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model of the protocol under a lock, which makes it a right store, but for one flaw: so that a
 * race that finds something finds that flaw. For any number of threads, in the wrong way.
 */
public final class FlawedStore implements IdempotencyStore {

  /** Spins between two steps, which in another store would be other work. */
  private static final int PAUSE = 20;

  /** Keys to each move of the index. */
  private static final int GROWTH = 8;

  private final @Nullable Flaw flaw;
  private final StoreClock clock;
  private final StoreModel model;
  private final PlainBytes bytes = new PlainBytes();
  private final int maxEntries;

  /** When the records end, for the sweep. */
  private final Map<String, Long> ends = new ConcurrentHashMap<>();

  /** The keys, for readers that need no lock, as they think. */
  private Set<String> index = new HashSet<>();

  private int newcomers;

  /** What a clock that was read too early has shown. */
  private long early;

  /** A store with a flaw, or without any for null. */
  public FlawedStore(@Nullable Flaw flaw, StoreClock clock, int maxEntries) {
    this.flaw = flaw;
    this.clock = clock;
    this.maxEntries = maxEntries;
    boolean bounded = maxEntries < Integer.MAX_VALUE && flaw != Flaw.ROOM_CHECKED_THEN_TAKEN;
    model =
        new StoreModel(
            () -> flaw == Flaw.CLOCK_BEFORE_LOCK ? early : clock.micros(),
            bounded ? OptionalLong.of(maxEntries) : OptionalLong.empty(),
            1 << 20);
  }

  @Override
  public ClaimResult claim(ClaimRequest request) {
    String key = request.key();
    if (flaw == Flaw.CLAIM_CHECKS_THEN_ACTS && isFree(key)) {
      pause();
      return locked(
          () -> {
            drop(key);
            return model.claim(request);
          });
    }
    if (flaw == Flaw.ROOM_CHECKED_THEN_TAKEN
        && isFree(key)
        && locked(() -> model.stats().entries()) >= maxEntries) {
      throw new StoreFullException(key, "maxEntries " + maxEntries);
    }
    pause();
    if (flaw == Flaw.SWEEP_CHECKS_THEN_REMOVES) {
      sweep(key);
    }
    ClaimResult result =
        locked(
            () -> {
              ClaimResult answer = model.claim(request);
              note(key);
              return answer;
            });
    return result instanceof ClaimResult.Completed completed
        ? new ClaimResult.Completed(
            read(key, completed.outcome()), completed.completedAt(), completed.remainingTtl())
        : result;
  }

  private boolean isFree(String key) {
    return locked(() -> model.find(key)).isEmpty();
  }

  /** Removes all expired records but that of the key. */
  private void sweep(String key) {
    ends.forEach(
        (other, end) -> {
          pause();
          if (!other.equals(key) && clock.micros() >= end) {
            ends.remove(other);
            locked(() -> drop(other));
          }
        });
  }

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    String key = ticket.key();
    if (flaw == Flaw.COMPLETION_UNFENCED && isHeld(ticket)) {
      pause();
      return locked(() -> model.complete(current(ticket), outcome, ttl));
    }
    if (flaw == Flaw.COMPLETION_REPLACES) {
      return locked(
          () -> {
            Completion completion = model.complete(ticket, outcome, ttl);
            if (model.find(key).orElse(null) instanceof IdempotencyRecord.Completed completed
                && completion instanceof Completion.Recorded) {
              model.amend(key, completed.version(), outcome);
            }
            return completion;
          });
    }
    if (flaw == Flaw.OUTCOME_WRITTEN_PLAINLY) {
      byte[] place = bytes.take(key, outcome.length());
      Completion completion = locked(() -> model.complete(ticket, outcome, ttl));
      pause();
      outcome.copyTo(place, 0);
      return completion;
    }
    return locked(
        () -> {
          if (flaw == Flaw.OUTCOME_READ_AFTER_REUSE) {
            outcome.copyTo(bytes.take(key, outcome.length()), 0);
          }
          Completion completion = model.complete(ticket, outcome, ttl);
          note(key);
          return completion;
        });
  }

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    if (flaw == Flaw.RENEWAL_CHECKS_THEN_ACTS) {
      return isHeld(ticket) && pause() && locked(() -> model.renew(current(ticket), lease));
    }
    return locked(() -> model.renew(ticket, lease));
  }

  @Override
  public boolean release(Ticket ticket) {
    if (flaw == Flaw.RELEASE_CHECKS_THEN_ACTS) {
      return isHeld(ticket) && pause() && locked(() -> drop(ticket.key()));
    }
    boolean released = locked(() -> model.release(ticket));
    if (released && flaw == Flaw.RELEASE_REMOVES_TWICE) {
      pause();
      locked(() -> drop(ticket.key()));
    }
    return released;
  }

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    if (flaw == Flaw.INDEX_READ_WHILE_IT_GROWS && !index.contains(key)) {
      return Optional.empty();
    }
    return locked(() -> model.find(key))
        .map(
            record ->
                record instanceof IdempotencyRecord.Completed completed
                    ? new IdempotencyRecord.Completed(
                        key,
                        completed.owner(),
                        completed.version(),
                        completed.attempt(),
                        completed.fingerprint(),
                        read(key, completed.outcome()),
                        completed.completedAt(),
                        completed.expiresAt())
                    : record);
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    if (flaw == Flaw.AMENDMENT_CHECKS_THEN_ACTS) {
      return hasVersion(key, version)
          && pause()
          && locked(
              () ->
                  model.find(key).orElseThrow() instanceof IdempotencyRecord.Completed completed
                      && model.amend(key, completed.version(), outcome));
    }
    boolean amended = locked(() -> model.amend(key, version, outcome));
    if (amended && flaw == Flaw.OUTCOME_WRITTEN_PLAINLY) {
      outcome.copyTo(bytes.take(key, outcome.length()), 0);
    }
    return amended;
  }

  private boolean hasVersion(String key, RecordVersion version) {
    return locked(() -> model.find(key)).orElse(null)
            instanceof IdempotencyRecord.Completed completed
        && completed.version().equals(version);
  }

  @Override
  public boolean forget(String key, long fence) {
    return locked(
        () -> {
          bytes.giveBack(key);
          return model.forget(key, fence);
        });
  }

  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    return locked(() -> model.pending(olderThan, limit, cursor));
  }

  @Override
  public int maxOutcomeBytes() {
    return model.maxOutcomeBytes();
  }

  @Override
  public StoreStats stats() {
    return locked(model::stats);
  }

  @Override
  public void close() {
    locked(
        () -> {
          model.close();
          return true;
        });
  }

  private <T> T locked(Supplier<T> step) {
    long now = 0;
    if (flaw == Flaw.CLOCK_BEFORE_LOCK) {
      now = clock.micros();
      pause();
    }
    synchronized (this) {
      early = now;
      return step.get();
    }
  }

  /** Gives others a chance to come between two steps; true. */
  private static boolean pause() {
    for (int i = 0; i < PAUSE; i++) {
      Thread.onSpinWait();
    }
    return true;
  }

  /** Under the lock: keeps up what the flaws need to know of a key. */
  private void note(String key) {
    IdempotencyRecord record = model.find(key).orElse(null);
    if (record != null && flaw == Flaw.SWEEP_CHECKS_THEN_REMOVES) {
      Instant end =
          record instanceof IdempotencyRecord.Pending pending
              ? pending.retainUntil()
              : ((IdempotencyRecord.Completed) record).expiresAt();
      ends.put(key, Micros.of(end));
    }
    if (flaw == Flaw.INDEX_READ_WHILE_IT_GROWS && index.add(key) && ++newcomers % GROWTH == 0) {
      Set<String> before = index;
      index = new HashSet<>();
      index.addAll(before);
    }
  }

  /** The outcome, by the bytes that this store has of it where it keeps them itself. */
  private Outcome read(String key, Outcome outcome) {
    if (flaw == Flaw.OUTCOME_WRITTEN_PLAINLY || flaw == Flaw.OUTCOME_READ_AFTER_REUSE) {
      pause();
      return Outcome.success(bytes.read(key, outcome.length()));
    }
    return outcome;
  }

  private boolean isHeld(Ticket ticket) {
    return locked(() -> model.find(ticket.key())).orElse(null)
            instanceof IdempotencyRecord.Pending pending
        && pending.fence() == ticket.fence();
  }

  /** Under the lock: a ticket for whatever claim there is. */
  private Ticket current(Ticket ticket) {
    return model
        .find(ticket.key())
        .map(there -> Ticket.of(there.key(), there.owner(), there.fence(), there.attempt()))
        .orElse(ticket);
  }

  /** Under the lock. */
  private boolean drop(String key) {
    return model.find(key).filter(there -> model.forget(key, there.fence())).isPresent();
  }
}
