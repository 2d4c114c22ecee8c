package io.github.semel.benchmarks.suite;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Zipf's distribution over the ranks 1 to n: rank r comes up in proportion to 1 / r^exponent. Drawn
 * by looking a uniform number up in the tabulated distribution; O(log n) a draw, 8 bytes a rank.
 */
public final class Zipf {

  private final double[] cumulative;

  /** The distribution over {@code ranks} ranks. */
  public Zipf(int ranks, double exponent) {
    cumulative = new double[ranks];
    double sum = 0;
    for (int i = 0; i < ranks; i++) {
      sum += Math.pow(i + 1, -exponent);
      cumulative[i] = sum;
    }
    for (int i = 0; i < ranks; i++) {
      cumulative[i] /= sum;
    }
  }

  /** A rank, 1 or more. */
  public int draw(SplittableRandom random) {
    int found = Arrays.binarySearch(cumulative, random.nextDouble());
    return (found < 0 ? -found - 1 : found + 1) + 1;
  }

  /** The probability of a rank. */
  public double probability(int rank) {
    return rank == 1 ? cumulative[0] : cumulative[rank - 1] - cumulative[rank - 2];
  }
}
