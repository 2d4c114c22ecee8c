package io.github.semel.benchmarks.report;

import java.util.Locale;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean and how far it may be off.
 *
 * @param mean of the samples
 * @param error half the width of the confidence interval at 99.9%, as JMH reckons it; NaN where
 *     there is one sample only
 */
public record Estimate(double mean, double error) {

  private static final double CONFIDENCE = 0.999;

  /** The estimate from the iterations of all forks. */
  public static Estimate of(double... samples) {
    ListStatistics statistics = new ListStatistics(samples);
    return new Estimate(statistics.getMean(), statistics.getMeanErrorAt(CONFIDENCE));
  }

  /** The same in another unit. */
  public Estimate times(double factor) {
    return new Estimate(mean * factor, error * factor);
  }

  /**
   * This as a multiple of another, which was measured independently: relative errors add up in
   * squares, to the first order.
   */
  public Estimate dividedBy(Estimate other) {
    double ratio = mean / other.mean;
    return new Estimate(
        ratio, Math.abs(ratio) * Math.hypot(error / mean, other.error / other.mean));
  }

  /** Both numbers with so many decimals. */
  public String format(int decimals) {
    String number = "%." + decimals + "f";
    return Double.isNaN(error)
        ? String.format(Locale.ROOT, number + " ± ?", mean)
        : String.format(Locale.ROOT, number + " ± " + number, mean, error);
  }

  /** This as a ratio, marked where it is below 1 and that is ours to admit. */
  String formatRatio(boolean own) {
    return format(2) + (own && mean < 1 ? Table.LOST : "");
  }
}
