package io.github.semel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a claim finds. */
public sealed interface ClaimResult {

  /**
   * The key is the claimant's: do the work and complete the ticket. The ticket is itself this
   * result, so an acquisition costs no object beyond it.
   */
  sealed interface Acquired extends ClaimResult permits Ticket {

    /** The proof to complete, renew or release the claim with. */
    Ticket ticket();
  }

  /**
   * Another claim of the key is live. Nothing was changed.
   *
   * @param label who holds it, if the holder said so
   * @param attempt which attempt is running; above 1 after a takeover
   * @param age since the claim was made
   * @param remainingLease until others may take the key over
   */
  record InProgress(Optional<String> label, int attempt, Duration age, Duration remainingLease)
      implements ClaimResult {}

  /**
   * The work was done. Nothing was changed.
   *
   * @param outcome what was recorded, byte for byte
   * @param completedAt when it was recorded, in the store's time
   * @param remainingTtl until the outcome is forgotten
   */
  record Completed(Outcome outcome, Instant completedAt, Duration remainingTtl)
      implements ClaimResult {}

  /**
   * The key is in use for a request that says something else. Nothing was changed.
   *
   * @param recorded the fingerprint that the key was claimed with
   */
  record Mismatch(Fingerprint recorded) implements ClaimResult {}
}
