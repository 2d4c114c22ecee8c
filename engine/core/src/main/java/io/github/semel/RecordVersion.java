package io.github.semel;

/**
 * The version of a completed record; {@link IdempotencyStore#amend} replaces the one that it names.
 *
 * @param fence the fence of the claim that was completed
 * @param amendments how often the outcome was replaced since; 0 or more
 */
public record RecordVersion(long fence, int amendments) {

  /** Checks the parts. */
  public RecordVersion {
    Limits.requireRange("amendments", amendments, 0, Integer.MAX_VALUE);
  }
}
