package io.github.semel.benchmarks.choose;

import io.github.semel.benchmarks.choose.Workload.Survive;

/**
 * A store, and what was measured of it; NaN stands for what was not.
 *
 * @param name as tables name it
 * @param kind where its records are
 * @param recordBytes what a record takes with its key, the outcome not counted
 * @param requestsASecond how many claims with their completions it did as fast as it could
 * @param p99Micros within which 99 of 100 claims with their completions were done, counted from
 *     when they were due
 * @param p99Rate the requests a second at which that was
 * @param asAsked whether those three were measured on the terms of the workload, waiting for a
 *     replica where the loss of a host is to be survived
 * @param code what opens it, with {@code {entries}} and {@code {bytes}} to be filled in
 */
public record Candidate(
    String name,
    Kind kind,
    double recordBytes,
    double requestsASecond,
    double p99Micros,
    double p99Rate,
    boolean asAsked,
    String code) {

  /** Where records are, the nearest first. */
  public enum Kind {
    /** Objects or arrays on the heap of the process; half as much again is the collector's. */
    HEAP(false, Survive.NOTHING, 1.5, "nothing"),
    /** Memory of the process outside its heap. */
    OFF_HEAP(false, Survive.NOTHING, 1, "flags for the JVM, and its memory set aside at the start"),
    /** A file that one process has, and that has room in memory. */
    FILE(false, Survive.PROCESS_CRASH, 1, "flags for the JVM, and a disk"),
    /** A server. */
    SERVER(true, Survive.HOST_LOSS, 1, "a server, and a way over the network for each call"),
    /** A store that somebody else made: what it survives is theirs to say. */
    FOREIGN(true, Survive.HOST_LOSS, 1, "a look at what its makers promise");

    private final boolean shared;
    private final Survive survives;
    private final double headroom;
    private final String burden;

    Kind(boolean shared, Survive survives, double headroom, String burden) {
      this.shared = shared;
      this.survives = survives;
      this.headroom = headroom;
      this.burden = burden;
    }

    /** Whether more than one process can use it. */
    public boolean shared() {
      return shared;
    }

    /** The worst that records survive. */
    public Survive survives() {
      return survives;
    }

    /** How many bytes of memory there have to be for each byte of records. */
    public double headroom() {
      return headroom;
    }

    /** What it asks for beyond what nearer ones do. */
    public String burden() {
      return burden;
    }
  }

  /** This after it was measured at the rate and on the terms that are asked for. */
  public Candidate measured(double requestsDone, double rate, double p99) {
    return new Candidate(name, kind, recordBytes, requestsDone, p99, rate, true, code);
  }

  /** This with what its records take. */
  public Candidate withRecordBytes(double bytes) {
    return new Candidate(name, kind, bytes, requestsASecond, p99Micros, p99Rate, asAsked, code);
  }

  /** Bytes of memory for the records of a workload. */
  double memory(Workload workload) {
    return workload.records() * (recordBytes + workload.valueBytes()) * kind.headroom();
  }
}
