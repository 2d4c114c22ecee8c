package io.github.semel.benchmarks.contender;

/**
 * What a contender does and does not do.
 *
 * @param bound what keeps its size bounded
 * @param clocked whether it goes by {@link LogicalClock}
 * @param what what stands behind the name
 * @param lacks what it lacks of the protocol; empty when it has all of it
 */
public record Traits(Bound bound, boolean clocked, String what, String lacks) {

  /** What keeps the size of a contender bounded. */
  public enum Bound {
    /** Its entries expire. */
    EXPIRES,
    /** It evicts the entry that was used least recently, live or not. */
    EVICTS,
    /** Nothing: the harness removes the key that has aged out. */
    REMOVED
  }

  /** Whether its size must lie near the number of live entries, whatever its speed. */
  public boolean hasKnownSize() {
    return clocked || bound != Bound.EXPIRES;
  }
}
