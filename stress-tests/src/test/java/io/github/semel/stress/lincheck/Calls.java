package io.github.semel.stress.lincheck;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreFullException;
import io.github.semel.Ticket;
import io.github.semel.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * What is called, with the answers in words and all times in them: an answer that is right but for
 * a clock that was read too early is wrong. Moving the clock is a call like any other. The first
 * key is held from the beginning, so that calls with its ticket need not wait for a claim. Fences
 * and owners are the store's to choose and are not told.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "steps", gen = IntGen.class, conf = "1:4")
public abstract class Calls {

  private static final Duration STEP = Duration.ofNanos(25_000);
  private static final Duration TERM = Duration.ofNanos(50_000);
  private static final ClaimTerms TERMS = ClaimTerms.of(TERM, TERM);

  private final IdempotencyStore store;
  private final ManualClock clock;
  private final String[] keys;
  private final Instant start;
  private final Ticket first;

  /** In a store in which the keys are free. */
  Calls(IdempotencyStore store, ManualClock clock, String... keys) {
    this.store = store;
    this.clock = clock;
    this.keys = keys;
    start = clock.instant();
    first = ((ClaimResult.Acquired) store.claim(request(0))).ticket();
  }

  private ClaimRequest request(int key) {
    return new ClaimRequest(keys[key], Fingerprint.NONE, TERMS, Owner.random());
  }

  /** Claims a key. */
  @Operation
  public String claim(@Param(name = "key") int key) {
    return claimed(key, null);
  }

  /** Claims a key, and completes if it was granted. Two calls: not atomic, and not random. */
  public String claimAndComplete(int key, String outcome) {
    return claimed(key, outcome);
  }

  private String claimed(int key, @Nullable String outcome) {
    ClaimResult result;
    try {
      result = store.claim(request(key));
    } catch (StoreFullException e) {
      return "full";
    }
    if (result instanceof ClaimResult.Acquired acquired) {
      String recorded = outcome == null ? "" : ", " + completed(acquired.ticket(), bytes(outcome));
      return "acquired " + acquired.ticket().attempt() + recorded;
    }
    if (result instanceof ClaimResult.InProgress busy) {
      return "busy " + busy.attempt() + " for " + busy.age() + " until " + busy.remainingLease();
    }
    if (result instanceof ClaimResult.Completed completed) {
      return name(completed.outcome())
          + " at "
          + since(completed.completedAt())
          + " for "
          + completed.remainingTtl();
    }
    return result.toString();
  }

  /** The holder of the first key completes with one outcome. */
  @Operation
  public String complete() {
    return completed(first, bytes("a"));
  }

  /** And with another. */
  @Operation
  public String completeOtherwise() {
    return completed(first, bytes("bb"));
  }

  private String completed(Ticket ticket, Outcome outcome) {
    Completion completion = store.complete(ticket, outcome, TERM);
    return completion instanceof Completion.Superseded superseded
        ? "superseded by " + name(superseded.current())
        : "recorded";
  }

  /** The holder of the first key renews. */
  @Operation
  public boolean renew() {
    return store.renew(first, TERM);
  }

  /** The holder of the first key gives it back. */
  @Operation
  public boolean release() {
    return store.release(first);
  }

  /** Looks a key up. */
  @Operation
  public String find(@Param(name = "key") int key) {
    return name(store.find(keys[key]));
  }

  /** Amends the outcome of the first ticket. */
  @Operation
  public boolean amend() {
    return store.amend(keys[0], new RecordVersion(first.fence(), 0), bytes("ccc"));
  }

  /** Amends it otherwise. */
  @Operation
  public boolean amendOtherwise() {
    return store.amend(keys[0], new RecordVersion(first.fence(), 0), bytes("dddd"));
  }

  /** Drops the first claim. */
  @Operation
  public boolean forget() {
    return store.forget(keys[0], first.fence());
  }

  /** Time goes by. */
  @Operation
  public String advance(@Param(name = "steps") int steps) {
    return since(clock.advance(STEP.multipliedBy(steps)));
  }

  private static Outcome bytes(String text) {
    byte[] bytes = new byte[10 * text.length()];
    Arrays.fill(bytes, (byte) text.charAt(0));
    return Outcome.success(bytes);
  }

  private static String name(Outcome outcome) {
    return new String(outcome.bytes(), StandardCharsets.US_ASCII);
  }

  private String name(Optional<IdempotencyRecord> record) {
    IdempotencyRecord found = record.orElse(null);
    if (found instanceof IdempotencyRecord.Pending pending) {
      return "pending " + pending.attempt() + " until " + since(pending.leaseUntil());
    }
    if (found instanceof IdempotencyRecord.Completed completed) {
      return name(completed.outcome())
          + " #"
          + completed.version().amendments()
          + " until "
          + since(completed.expiresAt());
    }
    return "absent";
  }

  private String since(Instant time) {
    return String.valueOf(Duration.between(start, time));
  }
}
