package io.github.semel.benchmarks.choose;

import io.github.semel.InvalidArgumentException;
import java.time.Duration;

/**
 * What somebody wants to do.
 *
 * @param rate requests a second, over all instances; above 0
 * @param valueBytes how large a recorded outcome is
 * @param ttl how long an outcome is kept; above 0
 * @param duplicates the part of the requests that repeat another, 0 or more and below 1
 * @param instances how many processes serve the requests
 * @param survive what records have to survive
 * @param p99Micros how long 99 of 100 calls may take at most
 * @param memoryBytes how much memory there is for records
 */
public record Workload(
    double rate,
    long valueBytes,
    Duration ttl,
    double duplicates,
    int instances,
    Survive survive,
    long p99Micros,
    long memoryBytes) {

  /** What records have to survive, from the least to the most. */
  public enum Survive {
    /** They may go with their process. */
    NOTHING("nothing"),
    /** The end of their process, also a sudden one. */
    PROCESS_CRASH("process-crash"),
    /** The loss of the machine that they are on. */
    HOST_LOSS("host-loss");

    private final String word;

    Survive(String word) {
      this.word = word;
    }

    /** As the command line takes it. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** What is asked where nobody says what for: a service of one process that keeps a day. */
  public static final Workload DEFAULT =
      new Workload(100, 256, Duration.ofHours(24), 0.05, 1, Survive.NOTHING, 5_000, 8_000_000_000L);

  /** Refuses what nobody can want. */
  public Workload {
    require(rate > 0, "rate", rate, "above 0");
    require(valueBytes >= 0, "value size", valueBytes, "0 bytes or more");
    require(ttl.toMillis() > 0, "ttl", ttl, "a millisecond or more");
    require(duplicates >= 0 && duplicates < 1, "duplicates", duplicates, "0 or more and below 1");
    require(instances >= 1, "instances", instances, "1 or more");
    require(p99Micros > 0, "p99", p99Micros, "above 0");
    require(memoryBytes > 0, "memory", memoryBytes, "above 0");
  }

  private static void require(boolean holds, String name, Object value, String bound) {
    if (!holds) {
      throw new InvalidArgumentException(name, value, bound);
    }
  }

  /** How many records are live at a time: those of the requests that were no duplicates. */
  public double records() {
    return newRecordsASecond() * ttl.toMillis() / 1_000;
  }

  double newRecordsASecond() {
    return rate * (1 - duplicates);
  }
}
