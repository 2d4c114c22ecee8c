package io.github.semel.heap;

import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One record, which is also the ticket of the claim that made it. A takeover makes a new entry, so
 * nothing that an old ticket holds can change a record that is no longer its own.
 *
 * <p>40 bytes with compressed references, because entries live as long as their TTL and there are
 * as many as there are keys:
 *
 * <pre>
 *   12  object header
 *    4  key
 *    4  fingerprint
 *    4  state    null: pending | Outcome | Amended: completed | GONE: no longer in the map
 *    4  times    ClaimTerms | Lease: pending | Duration (the ttl) | Retention: completed
 *    4  elapsed  completed, with a Duration: completedAt - fence, µs
 *    8  fence    µs since the epoch, unless it had to step past an earlier fence
 * </pre>
 *
 * <p>The common claim is made at the time that its fence says and is never renewed, so its lease
 * follows from the fence and the terms; the common completion comes within 35 minutes of the fence,
 * so its time fits an {@code int}. What is uncommon has its times in a {@link Lease} or a {@link
 * Retention}.
 *
 * <p><b>Concurrency.</b> Written only under the monitor of the key's stripe; read by anyone. A
 * reader takes {@link #state} first. If that is null it takes {@link #times}, one reference to
 * immutable times: when they are those of a claim, the claim was pending at that moment; when they
 * are those of a completion, the writer is between its two writes, and the reader must wait for the
 * monitor. If the state is an outcome, the times and {@code elapsed} were written before it and
 * stay as they are.
 */
class Entry extends Ticket {

  /** The state of a record that is no longer in the map. Never leaves that state. */
  private static final Object GONE = new Object();

  private static final long PROCESS = new SecureRandom().nextLong();

  private static final VarHandle STATE;
  private static final VarHandle TIMES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Entry.class, "state", Object.class);
      TIMES = lookup.findVarHandle(Entry.class, "times", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String key;
  private final Fingerprint fingerprint;
  private final long fence;

  private @Nullable Object state;
  private Object times;
  private int elapsed;

  /** The times of a pending claim that was renewed, or whose fence is not the time it was made. */
  private record Lease(ClaimTerms terms, long claimedAt, long leaseUntil) {}

  /** The times of a completion that came too long after its fence for an {@code int}. */
  private record Retention(long completedAt, long expiresAt) {}

  /** An outcome that was replaced since it was recorded. */
  private record Amended(Outcome outcome, int amendments) {}

  Entry(String key, Fingerprint fingerprint, ClaimTerms terms, long fence, long now) {
    this.key = key;
    this.fingerprint = fingerprint;
    this.fence = fence;
    this.times = fence == now ? terms : new Lease(terms, now, now + terms.leaseMicros());
  }

  /** An entry whose owner was named by the claimant, or which is not the first attempt. */
  static final class Tracked extends Entry {

    private final Owner owner;
    private final int attempt;

    Tracked(
        String key,
        Fingerprint fingerprint,
        ClaimTerms terms,
        long fence,
        long now,
        Owner owner,
        int attempt) {
      super(key, fingerprint, terms, fence, now);
      this.owner = owner;
      this.attempt = attempt;
    }

    @Override
    public Owner owner() {
      return owner;
    }

    @Override
    public int attempt() {
      return attempt;
    }

    @Override
    boolean isOwnedBy(Owner claimant) {
      return owner.equals(claimant);
    }
  }

  @Override
  public String key() {
    return key;
  }

  /** Inside one process the fence, unique for its key, makes an owner that no other ticket has. */
  @Override
  public Owner owner() {
    return new Owner(PROCESS, fence);
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public int attempt() {
    return 1;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  boolean isOwnedBy(Owner claimant) {
    return claimant.high() == PROCESS && claimant.low() == fence;
  }

  /** Whether {@code ticket} is this entry, or was put together from its parts. */
  @SuppressWarnings(
      "ReferenceEquality") // tickets are equal by their parts, entries prove by identity
  boolean isProvenBy(Ticket ticket) {
    // The entry of another store can equal this one in all its parts, but is no proof here.
    return this == ticket
        || (!(ticket instanceof Entry) && fence == ticket.fence() && isOwnedBy(ticket.owner()));
  }

  // --- what a reader without the monitor may call ---

  /** Null while pending; else an opaque state for the methods that take one. */
  @Nullable Object state() {
    return STATE.getAcquire(this);
  }

  /** Opaque times for the methods that take some. */
  Object times() {
    return TIMES.getAcquire(this);
  }

  static boolean isGone(@Nullable Object state) {
    return state == GONE;
  }

  /** The outcome in a state that is neither null nor gone. */
  static Outcome outcome(Object state) {
    return state instanceof Outcome outcome ? outcome : ((Amended) state).outcome;
  }

  static int amendments(Object state) {
    return state instanceof Amended amended ? amended.amendments : 0;
  }

  /** Whether the times are those of a claim that is pending, not of one being completed. */
  static boolean areOfPending(Object times) {
    return times instanceof ClaimTerms || times instanceof Lease;
  }

  static ClaimTerms terms(Object times) {
    return times instanceof ClaimTerms terms ? terms : ((Lease) times).terms;
  }

  long claimedAt(Object times) {
    return times instanceof Lease lease ? lease.claimedAt : fence;
  }

  long leaseUntil(Object times) {
    return times instanceof ClaimTerms terms
        ? fence + terms.leaseMicros()
        : ((Lease) times).leaseUntil;
  }

  long retainUntil(Object times) {
    return leaseUntil(times) + terms(times).ttlMicros();
  }

  /** When it was completed; only after {@link #state} has given an outcome. */
  long completedAt() {
    return times instanceof Retention retention ? retention.completedAt : fence + elapsed;
  }

  /** When a completed record expires; only after {@link #state} has given an outcome. */
  long expiresAt() {
    return times instanceof Duration ttl
        ? fence + elapsed + Micros.of(ttl)
        : ((Retention) times).expiresAt;
  }

  IdempotencyRecord.Pending pendingRecord(Object times) {
    return new IdempotencyRecord.Pending(
        key,
        owner(),
        fence,
        attempt(),
        fingerprint,
        Micros.toInstant(claimedAt(times)),
        Micros.toInstant(leaseUntil(times)),
        Micros.toInstant(retainUntil(times)),
        terms(times).label());
  }

  IdempotencyRecord.Completed completedRecord(Object state) {
    return new IdempotencyRecord.Completed(
        key,
        owner(),
        new RecordVersion(fence, amendments(state)),
        attempt(),
        fingerprint,
        outcome(state),
        Micros.toInstant(completedAt()),
        Micros.toInstant(expiresAt()));
  }

  // --- what needs the monitor of the stripe ---

  boolean isPending() {
    return state == null;
  }

  boolean isGone() {
    return state == GONE;
  }

  boolean hasVersion(RecordVersion version) {
    return state != null
        && state != GONE
        && version.fence() == fence
        && version.amendments() == amendments(state);
  }

  /** When the record ends if nothing more happens to it. */
  long endsAt() {
    return state == null ? retainUntil(times) : expiresAt();
  }

  /**
   * The latest time at which the expiry wheel looks at this entry: the end of its lease, or, once
   * the wheel has seen that pass, the end of the record.
   */
  long examinedBy(long now) {
    return state == null && now < leaseUntil(times) ? leaseUntil(times) : endsAt();
  }

  void renew(long now, long leaseMicros) {
    TIMES.setRelease(this, new Lease(terms(times), claimedAt(times), now + leaseMicros));
  }

  void complete(Outcome outcome, long now, Duration ttl) {
    long sinceFence = now - fence;
    if (sinceFence == (int) sinceFence) {
      elapsed = (int) sinceFence;
      TIMES.setRelease(this, ttl);
    } else {
      TIMES.setRelease(this, new Retention(now, now + Micros.of(ttl)));
    }
    STATE.setRelease(this, outcome);
  }

  void amend(Outcome outcome) {
    STATE.setRelease(
        this,
        new Amended(
            outcome, Math.incrementExact(amendments(Limits.requireNonNull("state", state)))));
  }

  void leave() {
    STATE.setRelease(this, GONE);
  }
}
