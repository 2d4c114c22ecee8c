package io.github.semel.redis;

import io.github.semel.Limits;
import java.time.Duration;

/** How far the numbers go that a store is told, by its builder and by a URI alike. */
enum Bounds {
  PORT(1, 65_535),
  DATABASE(0, 1_000),
  /** A cluster has only the first. */
  DATABASE_OF_CLUSTER(0, 0),
  CONNECTIONS(1, 64),
  POOLED_CONNECTIONS(1, 10_000),
  TIMEOUT_MILLIS(1, Duration.ofMinutes(10).toMillis()),
  REPLICAS(1, 16),
  REPLICA_TIMEOUT_MILLIS(1, Durability.LONGEST_TIMEOUT.toMillis()),
  /** A string has 512 MB at most, and a record is one. */
  OUTCOME_BYTES(0, 512 * 1024 * 1024 - 1024),
  PROTOCOL(2, 3);

  final long least;
  final long most;

  Bounds(long least, long most) {
    this.least = least;
    this.most = most;
  }

  boolean contain(long value) {
    return value >= least && value <= most;
  }

  int require(String argument, long value) {
    return (int) Limits.requireRange(argument, value, least, most);
  }

  Duration requireMillis(String argument, Duration duration) {
    Limits.requirePositive(argument, duration, Duration.ofMillis(most));
    require(argument + " in ms", duration.toMillis());
    return duration;
  }

  /** For messages. */
  @Override
  public String toString() {
    return least + " to " + most;
  }
}
