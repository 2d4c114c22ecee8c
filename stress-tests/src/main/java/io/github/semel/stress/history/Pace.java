package io.github.semel.stress.history;

import java.time.Duration;
import java.util.List;

/**
 * How long leases and outcomes last, so that calls meet live, lapsed and expired records.
 *
 * @param leases of claims and renewals
 * @param ttls of claims and completions; the last outlives the round
 */
record Pace(List<Duration> leases, List<Duration> ttls) {

  /** Where the clients move the clock. */
  static final Pace INJECTED =
      new Pace(
          List.of(
              Duration.ofMillis(1),
              Duration.ofMillis(20),
              Duration.ofMillis(50),
              Duration.ofSeconds(5)),
          List.of(
              Duration.ofMillis(1),
              Duration.ofMillis(30),
              Duration.ofMillis(200),
              Duration.ofSeconds(20),
              Duration.ofSeconds(1_000)));

  /**
   * Where time passes by itself: longer than a call may take. A call that the store sends again by
   * itself is answered as if it had not been there, when what it did has expired meanwhile.
   */
  static final Pace REAL =
      new Pace(
          List.of(Duration.ofMillis(1_200), Duration.ofMillis(1_500), Duration.ofSeconds(5)),
          List.of(
              Duration.ofMillis(1_200),
              Duration.ofMillis(1_500),
              Duration.ofSeconds(5),
              Duration.ofSeconds(1_000)));
}
