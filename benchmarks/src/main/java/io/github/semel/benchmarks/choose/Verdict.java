package io.github.semel.benchmarks.choose;

/**
 * What becomes of a candidate.
 *
 * @param candidate the store
 * @param outcome what decided
 * @param reason in words
 */
public record Verdict(Candidate candidate, Outcome outcome, String reason) {

  /** What decided, in the order in which it is looked at. */
  public enum Outcome {
    /** It does not do what is needed. */
    NEED,
    /** Its memory is not known. */
    UNMEASURED,
    /** Its records would not fit. */
    MEMORY,
    /** It is too slow for so many requests. */
    RATE,
    /** Its calls take too long. */
    P99,
    /** It would do, and another is taken. */
    FITS,
    /** It is taken. */
    CHOSEN
  }
}
