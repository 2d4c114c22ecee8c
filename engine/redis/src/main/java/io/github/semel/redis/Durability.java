package io.github.semel.redis;

import io.github.semel.Limits;
import java.time.Duration;

/**
 * How many replicas must have a write before the store calls it done. Redis replicates after it has
 * answered, so a master that dies takes its last writes with it, and what was claimed or completed
 * in them is claimed again. Waiting for replicas <em>reduces</em> that. It does not eliminate it:
 * the replica that is promoted need not be one of those that confirmed, and a confirmed write is in
 * their memory, not on their disks.
 */
public sealed interface Durability {

  /** The longest time that replicas may be given. */
  Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

  /** The master's answer is enough. */
  Durability NONE = new None();

  /**
   * Every claim, completion, renewal and amendment waits until {@code count} replicas have it, and
   * is refused when they do not have it in time.
   *
   * @param count 1 to 16
   * @param timeout how long to wait for them; a millisecond to {@link #LONGEST_TIMEOUT}
   */
  static Durability replicas(int count, Duration timeout) {
    return new Replicas(count, timeout, Shortfall.REFUSE);
  }

  /** See {@link #replicas(int, Duration)}; {@code shortfall} says what happens when they do not. */
  static Durability replicas(int count, Duration timeout, Shortfall shortfall) {
    return new Replicas(count, timeout, shortfall);
  }

  /** What to do with a write that too few replicas have confirmed in time. */
  enum Shortfall {
    /**
     * A claim is released and {@link io.github.semel.StoreUnavailableException} thrown. A claim
     * that was sent again, a completion, renewal or amendment cannot be taken back: it stands on
     * the master, the exception is thrown, and sending it again waits for the replicas again.
     */
    REFUSE,
    /**
     * The write counts. The ticket of a claim is a {@link RedisTicket} that says so, and {@link
     * RedisStoreListener#underReplicated} hears of every such write.
     */
    MARK
  }

  /** The master's answer is enough. */
  record None() implements Durability {}

  /**
   * Replicas confirm.
   *
   * @param count how many
   * @param timeout how long they have for it
   * @param shortfall what to do when they do not
   */
  record Replicas(int count, Duration timeout, Shortfall shortfall) implements Durability {

    /** Checks the parts. */
    public Replicas {
      Bounds.REPLICAS.require("count", count);
      Bounds.REPLICA_TIMEOUT_MILLIS.requireMillis("timeout", timeout);
      Limits.requireNonNull("shortfall", shortfall);
    }
  }
}
