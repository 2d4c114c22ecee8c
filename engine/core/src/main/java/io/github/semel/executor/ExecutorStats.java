package io.github.semel.executor;

/**
 * Counts since the executor was built.
 *
 * @param executed how often work was run, under a claim or not
 * @param duplicates how many calls were answered with another's outcome or refused as duplicates
 * @param unprotected how often work was run without a claim
 * @param unrecorded how many outcomes of executed work could not be recorded
 * @param leasesLost how many claims were lost while their work was running
 */
public record ExecutorStats(
    long executed, long duplicates, long unprotected, long unrecorded, long leasesLost) {}
