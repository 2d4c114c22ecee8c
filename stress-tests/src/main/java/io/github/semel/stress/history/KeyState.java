package io.github.semel.stress.history;

import org.jspecify.annotations.Nullable;

/** The state of one key in a sequential run of the protocol, with times as a {@link Zone}. */
final class KeyState implements Cloneable {

  /** The phases of a record. */
  enum Phase {
    ABSENT,
    PENDING,
    COMPLETED
  }

  /** Of a claim whose answer never came, until something tells. */
  static final long UNKNOWN_FENCE = Long.MIN_VALUE;

  Phase phase = Phase.ABSENT;
  long owner;
  long fence;
  int attempt;
  int fingerprint;
  int label;
  long lease;
  long ttl;

  /** How long the outcome is kept. */
  long keep;

  long outcome;
  int amendments;

  /** No acquisition had a higher fence so far, and the next must have one. */
  long highestFence;

  Zone zone = Zone.start();

  /** What a change that nobody confirmed can be taken back to, where a server may forget it. */
  @Nullable KeyState before;

  KeyState copy() {
    try {
      KeyState copy = (KeyState) clone();
      copy.zone = zone.copy();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** There is no record from now on; the fence is remembered, because the next must be higher. */
  KeyState vanish() {
    phase = Phase.ABSENT;
    owner = 0;
    fence = 0;
    attempt = 0;
    fingerprint = 0;
    label = 0;
    lease = 0;
    ttl = 0;
    keep = 0;
    outcome = 0;
    amendments = 0;
    zone.set(Zone.SINCE);
    zone.set(Zone.LEASED);
    return this;
  }

  /** Whether the record's fence can be this one; from now on it is. */
  boolean hasFence(long given) {
    if (fence == given) {
      return true;
    }
    if (fence != UNKNOWN_FENCE || given < highestFence) {
      return false;
    }
    fence = given;
    highestFence = given;
    return zone.atMost(Zone.SINCE, Zone.ZERO, given);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyState that
        && phase == that.phase
        && owner == that.owner
        && fence == that.fence
        && attempt == that.attempt
        && fingerprint == that.fingerprint
        && label == that.label
        && lease == that.lease
        && ttl == that.ttl
        && keep == that.keep
        && outcome == that.outcome
        && amendments == that.amendments
        && highestFence == that.highestFence
        && zone.equals(that.zone)
        && (before == null ? that.before == null : before.equals(that.before));
  }

  @Override
  public int hashCode() {
    return (int) (owner * 31 + fence) + 31 * (int) (outcome + amendments) + zone.hashCode();
  }
}
