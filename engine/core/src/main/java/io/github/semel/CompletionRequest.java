package io.github.semel;

import java.time.Duration;

/**
 * One completion of a batch.
 *
 * @param ticket the claim to complete
 * @param outcome what to record
 * @param ttl how long it is kept; positive, at most {@link Limits#MAX_TTL}
 */
public record CompletionRequest(Ticket ticket, Outcome outcome, Duration ttl) {

  /**
   * Checks the parts.
   *
   * @throws InvalidArgumentException when a part is null or the ttl out of its bounds
   */
  public CompletionRequest {
    Limits.requireNonNull("ticket", ticket);
    Limits.requireNonNull("outcome", outcome);
    Limits.requireTtl(ttl);
  }
}
