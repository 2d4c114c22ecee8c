package io.github.semel.benchmarks.contender;

import java.time.Duration;

/**
 * What every contender of a benchmark is given alike.
 *
 * @param live how many entries are live at a time; the capacity of those that bound their size by
 *     count
 * @param lease how long a claim is held at most
 * @param ttl how long a completed key is remembered
 * @param clock the time of those that can take a clock
 * @param response what all requests are completed with
 */
// Benchmarks would pay for the copies, and nobody here changes the bytes.
@SuppressWarnings("ArrayRecordComponent")
public record Conditions(
    int live, Duration lease, Duration ttl, LogicalClock clock, byte[] response) {

  /** The size of a response in every benchmark. */
  public static final int RESPONSE_BYTES = 200;
}
