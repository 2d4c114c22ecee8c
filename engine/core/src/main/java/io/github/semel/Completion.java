package io.github.semel;

import java.util.Optional;

/** What becomes of a completion. */
public sealed interface Completion {

  /** The outcome stands, now or since the same completion was sent before. */
  record Recorded() implements Completion {

    /** The only instance that stores return. */
    public static final Recorded INSTANCE = new Recorded();
  }

  /**
   * The claim is no longer the ticket's: it was taken over, released, forgotten or it expired.
   * Nothing was changed. The caller answers with the winner's outcome, not its own.
   *
   * @param current what {@link IdempotencyStore#find} would say
   */
  record Superseded(Optional<IdempotencyRecord> current) implements Completion {}
}
