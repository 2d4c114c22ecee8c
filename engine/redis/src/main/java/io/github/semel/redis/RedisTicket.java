package io.github.semel.redis;

import io.github.semel.Owner;
import io.github.semel.Ticket;

/** A ticket of a Redis store, which knows how many replicas have confirmed its claim. Immutable. */
public final class RedisTicket extends Ticket {

  private final String key;
  private final Owner owner;
  private final long fence;
  private final int attempt;
  private final int missingReplicas;
  private final boolean newlyMade;

  RedisTicket(
      String key, Owner owner, long fence, int attempt, int missingReplicas, boolean newlyMade) {
    this.key = key;
    this.owner = owner;
    this.fence = fence;
    this.attempt = attempt;
    this.missingReplicas = missingReplicas;
    this.newlyMade = newlyMade;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public Owner owner() {
    return owner;
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  /**
   * Whether fewer replicas have confirmed the claim than {@link Durability} asks for, so that a
   * failover now would be likelier to forget it. Never with {@link Durability#NONE}.
   */
  public boolean degraded() {
    return missingReplicas > 0;
  }

  /** How many replicas were missing. */
  public int missingReplicas() {
    return missingReplicas;
  }

  /** Whether the claim was made just now; else it was found, made by an earlier sending. */
  boolean newlyMade() {
    return newlyMade;
  }
}
