package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.ItemResult;
import io.github.semel.Limits;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.PendingPage;
import io.github.semel.RecordVersion;
import io.github.semel.SettlementNotifier;
import io.github.semel.StoreClock;
import io.github.semel.StoreFullException;
import io.github.semel.StoreOperation;
import io.github.semel.StoreStats;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store that watches another while any number of threads use it, and reports what breaks the
 * protocol: two live claims of a key; fences that repeat or fall; an outcome that nobody recorded,
 * that changes, or that goes before its time; a ticket that acts after it was superseded, released
 * or forgotten; a rightful holder that is refused; attempts that are counted wrongly.
 *
 * <p>It keeps a ledger of each key and notes every call before it is made and after it is answered,
 * with the store's time read before and after. Calls that overlap may have taken place in any
 * order, so an answer is reported only when no order explains it: there are no false alarms, and a
 * breach that could be an accident of overlapping calls may go unnoticed. A check costs about a
 * microsecond, and the ledgers some hundred bytes a key.
 *
 * <p>All use of the keys must go through one such store, beginning with keys that the store does
 * not hold. Arguments are checked before they are passed on.
 */
public final class CheckedStore implements IdempotencyStore {

  private static final int VIOLATIONS_KEPT = 100;

  private final IdempotencyStore store;
  private final @Nullable StoreClock clock;
  private final ConcurrentHashMap<String, KeyLedger> ledgers = new ConcurrentHashMap<>();
  private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();
  private final AtomicLong violationCount = new AtomicLong();

  /**
   * Watches {@code store}, whose time is that of {@code clock}: it must go by that clock, and read
   * it within the call.
   */
  public CheckedStore(IdempotencyStore store, StoreClock clock) {
    this.store = Limits.requireNonNull("store", store);
    this.clock = Limits.requireNonNull("clock", clock);
  }

  /** Watches a store whose time is not known; what depends on time is not checked then. */
  public CheckedStore(IdempotencyStore store) {
    this.store = Limits.requireNonNull("store", store);
    this.clock = null;
  }

  /** What was seen so far, the first hundred. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** How many violations were seen so far. */
  public long violationCount() {
    return violationCount.get();
  }

  private void report(Violation violation) {
    if (violationCount.incrementAndGet() <= VIOLATIONS_KEPT) {
      violations.add(violation);
    }
  }

  private KeyLedger ledger(String key) {
    KeyLedger ledger = ledgers.get(key);
    return ledger != null
        ? ledger
        : ledgers.computeIfAbsent(key, fresh -> new KeyLedger(fresh, this::report));
  }

  private long before() {
    return clock == null ? 0 : clock.micros();
  }

  /** Without a clock, a time so late that everything may have lapsed, and no sum overflows. */
  private long after() {
    return clock == null ? Long.MAX_VALUE / 4 : clock.micros();
  }

  /** Whether a call that threw this cannot have changed anything. */
  private static boolean isWithoutEffect(RuntimeException thrown) {
    return thrown instanceof InvalidArgumentException
        || thrown instanceof OutcomeTooLargeException
        || thrown instanceof StoreFullException;
  }

  // --- claim
  // --------------------------------------------------------------------------------------

  @Override
  public ClaimResult claim(ClaimRequest request) {
    LedgerCall call = beginClaim(request);
    try {
      ClaimResult result = store.claim(request);
      claimed(call, request, result);
      return result;
    } catch (RuntimeException e) {
      claimThrew(call, request, e);
      throw e;
    }
  }

  @Override
  public List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    List<LedgerCall> calls = new ArrayList<>(requests.size());
    requests.forEach(request -> calls.add(beginClaim(request)));
    List<ItemResult<ClaimResult>> results;
    try {
      results = store.claimAll(requests);
    } catch (RuntimeException e) {
      for (int i = 0; i < calls.size(); i++) {
        claimThrew(calls.get(i), requests.get(i), e);
      }
      throw e;
    }
    for (int i = 0; i < calls.size(); i++) {
      ItemResult<ClaimResult> result = results.get(i);
      if (result instanceof ItemResult.Failed<ClaimResult> failed) {
        claimThrew(calls.get(i), requests.get(i), failed.exception());
      } else {
        claimed(calls.get(i), requests.get(i), result.get());
      }
    }
    return results;
  }

  private LedgerCall beginClaim(ClaimRequest request) {
    KeyLedger ledger = ledger(Limits.requireNonNull("request", request).key());
    long lo = before();
    synchronized (ledger) {
      return ledger.beginClaim(request, lo);
    }
  }

  private void claimed(LedgerCall call, ClaimRequest request, ClaimResult result) {
    long hi = after();
    KeyLedger ledger = ledger(request.key());
    synchronized (ledger) {
      ledger.answered(call, result, hi);
      LedgerChecks.claimed(ledger, call, result);
    }
  }

  private void claimThrew(LedgerCall call, ClaimRequest request, RuntimeException thrown) {
    long hi = after();
    KeyLedger ledger = ledger(request.key());
    synchronized (ledger) {
      ledger.answered(call, thrown, hi);
      if (thrown instanceof StoreFullException) {
        LedgerChecks.refused(ledger, call);
      } else if (!isWithoutEffect(thrown)) {
        ledger.lost.add(call);
      }
    }
  }

  // --- complete
  // -----------------------------------------------------------------------------------

  @Override
  public Completion complete(Ticket ticket, Outcome outcome, Duration ttl) {
    CompletionRequest request = new CompletionRequest(ticket, outcome, ttl);
    LedgerCall call = beginComplete(request);
    try {
      Completion completion = store.complete(ticket, outcome, ttl);
      completed(call, request, completion);
      return completion;
    } catch (RuntimeException e) {
      completeThrew(call, request, e);
      throw e;
    }
  }

  @Override
  public List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    List<LedgerCall> calls = new ArrayList<>(requests.size());
    requests.forEach(request -> calls.add(beginComplete(request)));
    List<ItemResult<Completion>> results;
    try {
      results = store.completeAll(requests);
    } catch (RuntimeException e) {
      for (int i = 0; i < calls.size(); i++) {
        completeThrew(calls.get(i), requests.get(i), e);
      }
      throw e;
    }
    for (int i = 0; i < calls.size(); i++) {
      ItemResult<Completion> result = results.get(i);
      if (result instanceof ItemResult.Failed<Completion> failed) {
        completeThrew(calls.get(i), requests.get(i), failed.exception());
      } else {
        completed(calls.get(i), requests.get(i), result.get());
      }
    }
    return results;
  }

  private LedgerCall beginComplete(CompletionRequest request) {
    KeyLedger ledger = ledger(request.ticket().key());
    long lo = before();
    synchronized (ledger) {
      return LedgerHolder.beginComplete(ledger, request, lo);
    }
  }

  private void completed(LedgerCall call, CompletionRequest request, Completion completion) {
    long hi = after();
    KeyLedger ledger = ledger(request.ticket().key());
    synchronized (ledger) {
      ledger.answered(call, completion, hi);
      LedgerHolder.completed(ledger, call, completion);
    }
  }

  private void completeThrew(LedgerCall call, CompletionRequest request, RuntimeException thrown) {
    if (isWithoutEffect(thrown)) {
      synchronized (ledger(request.ticket().key())) {
        LedgerHolder.withdraw(call);
      }
    }
  }

  // --- renew, release, forget, amend: what throws stays entered as perhaps done
  // ---------------------

  @Override
  public boolean renew(Ticket ticket, Duration lease) {
    Limits.requireNonNull("ticket", ticket);
    LedgerHolder.Renewal renewal = new LedgerHolder.Renewal(ticket, Limits.requireLease(lease));
    KeyLedger ledger = ledger(ticket.key());
    LedgerCall call;
    long lo = before();
    synchronized (ledger) {
      call = LedgerHolder.beginRenew(ledger, renewal, lo);
    }
    boolean renewed = store.renew(ticket, lease);
    long hi = after();
    synchronized (ledger) {
      ledger.answered(call, renewed, hi);
      LedgerHolder.renewed(ledger, call, renewal, renewed);
    }
    return renewed;
  }

  @Override
  public boolean release(Ticket ticket) {
    KeyLedger ledger = ledger(Limits.requireNonNull("ticket", ticket).key());
    LedgerCall call;
    long lo = before();
    synchronized (ledger) {
      call = LedgerHolder.beginRelease(ledger, ticket, lo);
    }
    boolean released = store.release(ticket);
    long hi = after();
    synchronized (ledger) {
      ledger.answered(call, released, hi);
      LedgerHolder.released(ledger, call, released);
    }
    return released;
  }

  @Override
  public boolean forget(String key, long fence) {
    KeyLedger ledger = ledger(Limits.requireKey(key));
    LedgerCall call;
    long lo = before();
    synchronized (ledger) {
      call = LedgerHolder.beginForget(ledger, new LedgerHolder.Forget(fence), lo);
    }
    boolean forgotten = store.forget(key, fence);
    long hi = after();
    synchronized (ledger) {
      ledger.answered(call, forgotten, hi);
      LedgerHolder.forgotten(ledger, call, forgotten);
    }
    return forgotten;
  }

  @Override
  public boolean amend(String key, RecordVersion version, Outcome outcome) {
    Limits.requireNonNull("version", version);
    Limits.requireOutcome(Limits.requireKey(key), outcome, store.maxOutcomeBytes());
    KeyLedger ledger = ledger(key);
    LedgerHolder.Amend amend = new LedgerHolder.Amend(version, outcome);
    LedgerCall call;
    long lo = before();
    synchronized (ledger) {
      call = LedgerHolder.beginAmend(ledger, amend, lo);
    }
    boolean amended = store.amend(key, version, outcome);
    long hi = after();
    synchronized (ledger) {
      ledger.answered(call, amended, hi);
      LedgerHolder.amended(ledger, call, amend, amended);
    }
    return amended;
  }

  // --- reads
  // --------------------------------------------------------------------------------------

  @Override
  public Optional<IdempotencyRecord> find(String key) {
    KeyLedger ledger = ledger(Limits.requireKey(key));
    LedgerCall call;
    long lo = before();
    synchronized (ledger) {
      call = ledger.begin(StoreOperation.FIND, "", lo);
    }
    Optional<IdempotencyRecord> found = store.find(key);
    long hi = after();
    synchronized (ledger) {
      ledger.answered(call, found, hi);
      LedgerReads.found(ledger, call, found);
    }
    return found;
  }

  /** A page is passed on as it is: what it lists may be older than the call. */
  @Override
  public PendingPage pending(Duration olderThan, int limit, @Nullable String cursor) {
    return store.pending(olderThan, limit, cursor);
  }

  @Override
  public int maxOutcomeBytes() {
    return store.maxOutcomeBytes();
  }

  @Override
  public StoreStats stats() {
    return store.stats();
  }

  @Override
  public Optional<SettlementNotifier> notifier() {
    return store.notifier();
  }

  @Override
  public void close() {
    store.close();
  }
}
