package io.github.semel.executor;

import io.github.semel.IdempotencyRecord;
import java.util.Optional;

/**
 * A pair for review: a request, and the record of the one that it duplicates.
 *
 * @param duplicate the key and fingerprint that came again
 * @param original what is recorded; empty when it expired just now
 */
public record FlaggedDuplicate(RequestKey duplicate, Optional<IdempotencyRecord> original) {}
