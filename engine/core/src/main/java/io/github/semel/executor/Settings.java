package io.github.semel.executor;

import io.github.semel.ClaimTerms;
import io.github.semel.IdempotencyStore;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What an executor was built with. */
record Settings<T>(
    IdempotencyStore store,
    Codec<T> codec,
    ClaimTerms terms,
    DuplicateHandling<T> duplicates,
    InDoubtHandling<T> inDoubt,
    FailurePolicy failures,
    OutagePolicy outage,
    ExecutorListener listener,
    ScheduledExecutorService scheduler,
    Executor continuations) {}
