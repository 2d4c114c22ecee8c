package io.github.semel.stress.soak;

import java.util.List;

/**
 * The straight line through measurements by least squares.
 *
 * @param mean of what was measured
 * @param change from the first measurement to the last, on the line
 * @param error of the change: half of its 95% confidence interval
 */
record Slope(double mean, double change, double error) {

  /** What a slope says of memory. */
  enum Verdict {
    /** It grows by less than the bound, the error included. */
    FLAT,
    /** It grows, the error deducted, and may do so by more than the bound. */
    GROWING,
    /** The error is too large to say. */
    UNDECIDED
  }

  /** The least number of measurements. */
  static final int LEAST = 10;

  /** Of the normal distribution; there are many measurements. */
  private static final double CONFIDENCE = 1.96;

  /** So much growth says nothing, in bytes: a page here and there. */
  private static final double NOTHING = 1 << 20;

  /** One measurement. */
  record Point(double seconds, double value) {}

  /**
   * The line through points.
   *
   * @throws IllegalArgumentException when there are fewer than {@link #LEAST}
   */
  static Slope of(List<Point> points) {
    int count = points.size();
    if (count < LEAST) {
      throw new IllegalArgumentException(
          "a slope takes " + LEAST + " measurements, not " + count + ": soak for longer");
    }
    double meanTime = points.stream().mapToDouble(Point::seconds).average().orElseThrow();
    double mean = points.stream().mapToDouble(Point::value).average().orElseThrow();
    double squares = 0;
    double products = 0;
    for (Point point : points) {
      double time = point.seconds() - meanTime;
      squares += time * time;
      products += time * (point.value() - mean);
    }
    double slope = products / squares;
    double residuals = 0;
    for (Point point : points) {
      double off = point.value() - mean - slope * (point.seconds() - meanTime);
      residuals += off * off;
    }
    double error = Math.sqrt(residuals / (count - 2) / squares);
    double duration = points.get(count - 1).seconds() - points.get(0).seconds();
    return new Slope(mean, slope * duration, CONFIDENCE * error * duration);
  }

  /** How much growth over the measured time is still flat. */
  double bound(double percent) {
    return Math.max(NOTHING, mean * percent / 100);
  }

  Verdict verdict(double percent) {
    if (change + error < bound(percent)) {
      return Verdict.FLAT;
    }
    return change - error > 0 ? Verdict.GROWING : Verdict.UNDECIDED;
  }
}
