package io.github.semel.testkit;

import static io.github.semel.testkit.StoreFault.*;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier;
import io.github.semel.StoreClock;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A store with one lock, sound unless it is given a fault. Each fault is at the one place where an
 * implementer would make that mistake.
 */
final class FaultyStore implements IdempotencyStore {

  private final StoreFault fault;
  private final StoreClock clock;
  private final FaultyRecords records;
  private final FaultyKeys keys;
  private final FaultyOutcomes outcomes;
  private final FaultyWaiters waiters;
  private boolean closed;
  private final Random random = new Random(7);

  FaultyStore(StoreFault fault, StoreClock clock, OptionalLong maxEntries) {
    this.fault = fault;
    this.clock = clock;
    this.keys = new FaultyKeys(fault);
    this.outcomes = new FaultyOutcomes(fault);
    this.waiters = new FaultyWaiters(fault);
    this.records = new FaultyRecords(fault, maxEntries, keys, waiters);
  }

  private boolean has(StoreFault other) {
    return fault == other;
  }

  /** Gives up the lock between a check and the act that rests on it, long enough to be noticed. */
  private void leaveLockIf(StoreFault racy) {
    if (has(racy) && random.nextInt(8) == 0) {
      try {
        wait(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long now() {
    if (closed && !has(WORKS_AFTER_CLOSE)) {
      throw new StoreClosedException("faulty store");
    }
    return clock.micros();
  }

  private boolean proves(Ticket ticket, FaultyEntry entry) {
    boolean owner =
        has(HALF_AN_OWNER_PROVES)
            ? ticket.owner().low() == entry.owner.low()
            : ticket.owner().equals(entry.owner);
    boolean fence = ticket.fence() == entry.fence;
    return (owner || has(FENCE_PROVES_WITHOUT_OWNER)) && (fence || has(OWNER_PROVES_WITHOUT_FENCE));
  }

  // --- claim
  // --------------------------------------------------------------------------------------

  @Override
  public ClaimResult claim(ClaimRequest request) {
    Limits.requireNonNull("request", request);
    long early = 0;
    if (has(TIME_READ_BEFORE_LOCK)) {
      early = now();
      if (random.nextInt(8) == 0) {
        LockSupport.parkNanos(50_000);
      }
    }
    ClaimResult result;
    synchronized (this) {
      result = claim(request, has(TIME_READ_BEFORE_LOCK) ? early : now());
    }
    waiters.run();
    return result;
  }

  private ClaimResult claim(ClaimRequest request, long now) {
    records.sweep(now);
    FaultyEntry entry = records.get(request.key(), now);
    if (entry == null) {
      records.makeRoom(request, now);
      leaveLockIf(CLAIM_CHECKS_THEN_ACTS);
      return records.put(request, 1, now);
    }
    boolean lapsed = records.isLapsed(entry, now);
    boolean own = entry.outcome == null && entry.owner.equals(request.owner());
    boolean mismatch = isMismatch(entry, request, lapsed);
    if (mismatch && has(MISMATCH_COMES_BEFORE_OWNER)) {
      return new ClaimResult.Mismatch(entry.fingerprint);
    }
    if (own && !has(RESENT_CLAIM_IS_A_DUPLICATE)) {
      if (has(RESENT_CLAIM_RENEWS)) {
        entry.lease(now, request.terms().leaseMicros());
      }
      if (!lapsed || !has(RESENT_LAPSED_CLAIM_TAKES_OVER)) {
        return entry.ticket();
      }
    }
    if (mismatch) {
      return new ClaimResult.Mismatch(entry.fingerprint);
    }
    if (entry.outcome != null) {
      return new ClaimResult.Completed(
          outcomes.read(entry.outcome),
          Micros.toInstant(entry.completedAt),
          Micros.toDuration(entry.expiresAt - now));
    }
    if (!lapsed) {
      ClaimTerms labelled = has(DUPLICATE_IS_TOLD_ITS_OWN_LABEL) ? request.terms() : entry.terms;
      return new ClaimResult.InProgress(
          labelled.label(),
          entry.attempt,
          Micros.toDuration(now - entry.claimedAt),
          Micros.toDuration(entry.leaseUntil - now));
    }
    if (has(FULL_REFUSES_TAKEOVERS)) {
      records.makeRoom(request, now);
    }
    leaveLockIf(TAKEOVER_CHECKS_THEN_ACTS);
    if (!has(TAKEOVER_CALLS_NOBODY)) {
      waiters.settled(request.key());
    }
    return records.put(request, has(TAKEOVER_IS_A_FIRST_ATTEMPT) ? 1 : entry.attempt + 1, now);
  }

  private boolean isMismatch(FaultyEntry entry, ClaimRequest request, boolean lapsed) {
    if (entry.outcome != null ? has(COMPLETED_NEVER_MISMATCHES) : has(PENDING_NEVER_MISMATCHES)) {
      return false;
    }
    if (entry.outcome == null && lapsed && has(LAPSED_NEVER_MISMATCHES)) {
      return false;
    }
    return !keys.matches(entry.fingerprint, request.fingerprint());
  }

  // --- holders
  // ------------------------------------------------------------------------------------

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    Limits.requireNonNull("ticket", ticket);
    if (has(TOO_LARGE_LOSES_THE_CLAIM)
        && outcome != null
        && outcome.length() > FaultyOutcomes.MAX_BYTES) {
      release(ticket);
    }
    outcomes.requireFitting(ticket.key(), outcome);
    if (!has(TTL_IS_CHECKED_TOO_LATE)) {
      Limits.requireTtl(ttl);
    }
    Completion completion;
    synchronized (this) {
      completion = complete(ticket, outcome, ttl, now());
    }
    waiters.run();
    return completion;
  }

  private Completion complete(Ticket ticket, Outcome outcome, Duration ttl, long now) {
    FaultyEntry entry = records.get(ticket.key(), now);
    boolean proven =
        entry != null
            && (proves(ticket, entry)
                || (has(COMPLETE_FORGETS_THE_OWNER) && entry.outcome == null));
    if (proven && entry.outcome == null && records.isLapsed(entry, now)) {
      proven = !has(LAPSED_HOLDER_CANNOT_COMPLETE);
    }
    if (proven && entry.outcome != null) {
      proven = !has(RESENT_COMPLETION_IS_SUPERSEDED);
    }
    if (!proven) {
      return new Completion.Superseded(
          has(SUPERSEDED_NAMES_NO_WINNER)
              ? Optional.empty()
              : Optional.ofNullable(entry).map(found -> found.snapshot(outcomes)));
    }
    if (has(CALLBACK_COMES_TOO_EARLY)) {
      waiters.settled(ticket.key());
      waiters.run();
    }
    if (entry.outcome == null || has(RESENT_COMPLETION_REPLACES)) {
      leaveLockIf(COMPLETE_CHECKS_THEN_ACTS);
      FaultyEntry written =
          has(COMPLETE_CHECKS_THEN_ACTS)
              ? entry.putBack(records.entries(), keys.stored(ticket.key()))
              : entry;
      written.completedAt = now;
      written.expiresAt =
          has(OUTCOME_EXPIRES_WITH_ITS_CLAIM) ? written.expiresAt : now + Micros.of(ttl);
      if (has(OUTCOME_PUBLISHED_IN_TWO_STEPS)) {
        written.outcome = outcomes.half(outcome);
        leaveLockIf(OUTCOME_PUBLISHED_IN_TWO_STEPS);
      }
      written.outcome = outcomes.kept(outcome);
      waiters.settled(ticket.key());
    } else if (has(RESENT_COMPLETION_RESTARTS_TTL)) {
      entry.expiresAt = now + Micros.of(ttl);
    }
    Limits.requireTtl(ttl);
    return Completion.Recorded.INSTANCE;
  }

  /** The pending entry that the ticket proves; null where there is none. */
  private FaultyEntry held(Ticket ticket, long now, StoreFault forgetful, StoreFault strict) {
    FaultyEntry entry = records.get(ticket.key(), now);
    boolean held =
        entry != null
            && entry.outcome == null
            && (proves(ticket, entry) || has(forgetful))
            && !(has(strict) && records.isLapsed(entry, now));
    return held ? entry : null;
  }

  @Override
  public synchronized boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireLease(lease);
    long now = now();
    FaultyEntry entry = held(ticket, now, RENEW_FORGETS_THE_OWNER, LAPSED_HOLDER_CANNOT_RENEW);
    if (entry == null) {
      return false;
    }
    leaveLockIf(RENEW_CHECKS_THEN_ACTS);
    if (has(RENEW_CHECKS_THEN_ACTS)) {
      entry = entry.putBack(records.entries(), keys.stored(ticket.key()));
    }
    long retainUntil = entry.expiresAt;
    long leaseUntil = entry.leaseUntil;
    entry.lease(now, Micros.of(lease));
    switch (fault) {
      case RENEWAL_KEEPS_RETENTION -> entry.expiresAt = retainUntil;
      case RENEWAL_NEVER_SHORTENS -> entry.lease(Math.max(entry.leaseUntil, leaseUntil), 0);
      case RENEWAL_ADDS_TO_THE_LEASE -> entry.lease(leaseUntil, Micros.of(lease));
      case RENEWAL_MAKES_YOUNGER -> entry.claimedAt = now;
      default -> {}
    }
    return true;
  }

  @Override
  public boolean release(Ticket ticket) {
    Limits.requireNonNull("ticket", ticket);
    boolean released;
    synchronized (this) {
      long now = now();
      FaultyEntry entry =
          held(ticket, now, RELEASE_FORGETS_THE_OWNER, LAPSED_HOLDER_CANNOT_RELEASE);
      released = entry != null;
      if (released) {
        leaveLockIf(RELEASE_CHECKS_THEN_ACTS);
        if (has(RELEASE_LEAVES_A_LAPSED_CLAIM)) {
          entry.leaseUntil = now;
        } else {
          records.remove(ticket.key());
        }
        if (!has(RELEASE_CALLS_NOBODY)) {
          waiters.settled(ticket.key());
        }
      }
    }
    waiters.run();
    return released;
  }

  // --- operators
  // ----------------------------------------------------------------------------------

  @Override
  public synchronized Optional<IdempotencyRecord> find(String key) {
    if (!has(FIND_TAKES_ANY_KEY)) {
      Limits.requireKey(key);
    }
    long now = now();
    return key == null
        ? Optional.empty()
        : Optional.ofNullable(records.get(key, now)).map(entry -> entry.snapshot(outcomes));
  }

  @Override
  public synchronized boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireKey(key);
    Limits.requireNonNull("version", version);
    outcomes.requireFitting(key, outcome);
    long now = now();
    FaultyEntry entry = records.get(key, now);
    if (entry == null
        || (entry.outcome == null && !has(AMEND_TAKES_A_PENDING_CLAIM))
        || (entry.fence != version.fence() && !has(AMEND_IGNORES_THE_FENCE))
        || (entry.amendments != version.amendments() && !has(AMEND_IGNORES_THE_COUNT))) {
      return false;
    }
    if (has(AMEND_EXTENDS_THE_TTL)) {
      entry.expiresAt += now - entry.completedAt;
    }
    leaveLockIf(AMEND_CHECKS_THEN_ACTS);
    outcomes.release(entry.outcome);
    entry.outcome = outcomes.kept(outcome);
    entry.amendments = version.amendments() + 1;
    return true;
  }

  @Override
  public boolean forget(String key, long fence) {
    Limits.requireKey(key);
    boolean forgotten;
    synchronized (this) {
      FaultyEntry entry = records.get(key, now());
      forgotten = entry != null && (entry.fence == fence || has(FORGET_IGNORES_THE_FENCE));
      if (forgotten) {
        outcomes.release(entry.outcome);
        records.remove(key);
        waiters.settled(key);
      }
    }
    waiters.run();
    return forgotten;
  }

  @Override
  public synchronized PendingPage pending(Duration olderThan, int limit, String cursor) {
    Limits.requirePage(olderThan, limit);
    return new FaultyScan(fault, records, keys).page(now(), Micros.of(olderThan), limit, cursor);
  }

  // --- the rest
  // -----------------------------------------------------------------------------------

  @Override
  public List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    List<ItemResult<ClaimResult>> results =
        new ArrayList<>(IdempotencyStore.super.claimAll(requests));
    if (has(BATCH_ANSWERS_BACKWARDS)) {
      Collections.reverse(results);
    }
    return results;
  }

  @Override
  public List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    if (has(BATCH_STOPS_AT_A_FAILURE)) {
      return requests.stream()
          .map(each -> complete(each.ticket(), each.outcome(), each.ttl()))
          .<ItemResult<Completion>>map(ItemResult.Done::new)
          .toList();
    }
    return IdempotencyStore.super.completeAll(requests);
  }

  @Override
  public int maxOutcomeBytes() {
    return FaultyOutcomes.MAX_BYTES;
  }

  @Override
  public synchronized StoreStats stats() {
    now();
    return records.stats();
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return Optional.of(
        (key, callback) -> {
          Limits.requireKey(key);
          Limits.requireNonNull("callback", callback);
          synchronized (this) {
            long now = now();
            FaultyEntry entry = records.get(key, now);
            if (entry != null
                && entry.outcome == null
                && (!records.isLapsed(entry, now) || has(LAPSED_CLAIM_IS_WAITED_FOR))) {
              return waiters.add(key, callback);
            }
          }
          callback.run();
          return () -> {};
        });
  }

  @Override
  public synchronized void close() {
    if (closed && has(SECOND_CLOSE_THROWS)) {
      throw new StoreClosedException("faulty store");
    }
    closed = true;
  }
}
