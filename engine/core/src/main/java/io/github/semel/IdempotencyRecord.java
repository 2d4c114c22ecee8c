package io.github.semel;

import java.time.Instant;
import java.util.Optional;

/** What a store knows of a key, as a snapshot. */
public sealed interface IdempotencyRecord {

  /** The key. */
  String key();

  /** Who made the claim, or made the one that was completed. */
  Owner owner();

  /** The fencing token of that claim. */
  long fence();

  /** Which attempt that was; above 1 after a takeover. */
  int attempt();

  /** What the request said. */
  Fingerprint fingerprint();

  /**
   * A claim that was not completed yet.
   *
   * @param key the key
   * @param owner who made the claim
   * @param fence its fencing token
   * @param attempt which attempt it is
   * @param fingerprint what the request said
   * @param claimedAt when it was made
   * @param leaseUntil when others may take it over
   * @param retainUntil when it is forgotten
   * @param label who holds it, if the holder said so
   */
  record Pending(
      String key,
      Owner owner,
      long fence,
      int attempt,
      Fingerprint fingerprint,
      Instant claimedAt,
      Instant leaseUntil,
      Instant retainUntil,
      Optional<String> label)
      implements IdempotencyRecord {}

  /**
   * A completed claim.
   *
   * @param key the key
   * @param owner who made the claim
   * @param version its fence and the number of amendments since
   * @param attempt which attempt it was
   * @param fingerprint what the request said
   * @param outcome what was recorded, or amended since
   * @param completedAt when it was completed
   * @param expiresAt when it is forgotten
   */
  record Completed(
      String key,
      Owner owner,
      RecordVersion version,
      int attempt,
      Fingerprint fingerprint,
      Outcome outcome,
      Instant completedAt,
      Instant expiresAt)
      implements IdempotencyRecord {

    @Override
    public long fence() {
      return version.fence();
    }
  }
}
