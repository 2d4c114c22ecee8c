package io.github.semel.executor;

import io.github.semel.IdempotencyException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first request with this key is still running. Come back after the remaining lease. */
public final class DuplicateInProgressException extends IdempotencyException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final Duration remainingLease;
  private final @Nullable String label;

  DuplicateInProgressException(String key, Duration remainingLease, Optional<String> label) {
    super(
        "key \""
            + key
            + "\" is in progress"
            + label.map(holder -> " at " + holder).orElse("")
            + " and may be taken over in "
            + remainingLease,
        null);
    this.key = key;
    this.remainingLease = remainingLease;
    this.label = label.orElse(null);
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** Until the running claim may be taken over, if it is neither completed nor renewed. */
  public Duration remainingLease() {
    return remainingLease;
  }

  /** Who holds the claim, if the holder said so. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }
}
