package io.github.semel.http;

import io.github.semel.executor.DuplicateHandling;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** What an {@link HttpIdempotency} was built with, the executor's part aside. */
record HttpSettings(
    Set<String> methods,
    KeyHeader keyHeader,
    KeyFormat keyFormat,
    Optional<Duration> maxKeyAge,
    InstantSource clock,
    MissingKey missingKey,
    CallerScope scope,
    RequestContent content,
    int maxRequestBytes,
    DuplicateHandling<StoredResponse> duplicates,
    IntPredicate finalStatuses,
    KeptHeaders keptHeaders,
    int maxHeldBytes,
    int maxOutcomeBytes,
    Problems problems,
    String replayedHeader,
    HttpListener listener) {

  /** How problems are told, and where one reads about them. */
  record Problems(ErrorProfile profile, URI documentation, long retryAfterSeconds) {}
}
