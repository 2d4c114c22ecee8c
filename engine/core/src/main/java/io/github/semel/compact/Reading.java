package io.github.semel.compact;

import io.github.semel.ClaimResult;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.StoreClock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a record at one moment, under the stripe's monitor or without. The clock is
 * read after the record and, without the monitor, before {@link Versions#isUnchanged}: so the
 * record stood as it was read at the instant that the clock gave.
 */
final class Reading {

  private Reading() {}

  /**
   * What a claim of the key finds, without the monitor; null when the stripe must decide under it.
   */
  static @Nullable ClaimResult answer(
      Stripe stripe,
      StripeMemory memory,
      StoreClock clock,
      String key,
      byte @Nullable [] text,
      long high,
      long low,
      long hash,
      Fingerprint fingerprint,
      @Nullable Owner owner) {
    try {
      if (memory.touchNext() == memory.ownerHigh()) {
        // So that the compiler keeps what was read, and keeps it before what follows.
        Thread.onSpinWait();
      }
      int address = memory.index().find(hash, text, high, low, memory);
      if (address == 0) {
        return null;
      }
      int version = memory.versions().begin(address);
      RecordView view = new RecordView(memory).moveTo(address);
      if (Versions.isChanging(version) || !view.hasKey(text, high, low)) {
        return null;
      }
      ClaimResult result = answer(stripe, address, view, clock, key, fingerprint, owner);
      return memory.versions().isUnchanged(address, version) ? result : null;
    } catch (IndexOutOfBoundsException | InvalidArgumentException changing) {
      // A record that is being changed may read as anything. Under the monitor it does not, and if
      // this should not have come from that, it comes again there.
      return null;
    }
  }

  /** The record of a key, without the monitor; empty when the stripe must look under it. */
  static Optional<IdempotencyRecord> record(StripeMemory memory, StoreClock clock, Key key) {
    try {
      int address = memory.index().find(key.hash(), key.text(), key.high(), key.low(), memory);
      if (address == 0) {
        return Optional.empty();
      }
      int version = memory.versions().begin(address);
      RecordView view = new RecordView(memory).moveTo(address);
      if (Versions.isChanging(version) || !view.hasKey(key.text(), key.high(), key.low())) {
        return Optional.empty();
      }
      IdempotencyRecord record = view.record();
      long end = view.end();
      return clock.micros() < end && memory.versions().isUnchanged(address, version)
          ? Optional.of(record)
          : Optional.empty();
    } catch (IndexOutOfBoundsException | InvalidArgumentException changing) {
      return Optional.empty();
    }
  }

  /**
   * What a claim of the key of the record at {@code view} finds; null when it has expired or
   * lapsed.
   */
  static @Nullable ClaimResult answer(
      Stripe stripe,
      int address,
      RecordView view,
      StoreClock clock,
      String key,
      Fingerprint fingerprint,
      @Nullable Owner owner) {
    boolean sameRequest = view.hasFingerprint(fingerprint);
    if (view.isPending()) {
      long leaseUntil = view.leaseUntil();
      long now = clock.micros();
      if (now >= leaseUntil) {
        return null;
      }
      if (owner != null && view.isOwnedBy(owner)) {
        return ticket(stripe, address, view, key);
      }
      return sameRequest
          ? new ClaimResult.InProgress(
              view.label(),
              view.attempt(),
              Micros.toDuration(now - view.claimedAt()),
              Micros.toDuration(leaseUntil - now))
          : new ClaimResult.Mismatch(view.fingerprint());
    }
    long end = view.end();
    if (!sameRequest) {
      ClaimResult mismatch = new ClaimResult.Mismatch(view.fingerprint());
      return clock.micros() < end ? mismatch : null;
    }
    Outcome outcome = view.outcome();
    long completedAt = view.completedAt();
    long remaining = end - clock.micros();
    return remaining <= 0
        ? null
        : new ClaimResult.Completed(
            outcome, Micros.toInstant(completedAt), Micros.toDuration(remaining));
  }

  /** The ticket of the pending claim at {@code view}. */
  static StripedTicket ticket(Stripe stripe, int address, RecordView view, String key) {
    return view.isCommon()
        ? new StripedTicket(key, stripe, address, view.fence())
        : new StripedTicket.Tracked(
            key, stripe, address, view.fence(), view.owner(), view.attempt());
  }
}
