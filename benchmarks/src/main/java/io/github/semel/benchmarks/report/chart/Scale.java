package io.github.semel.benchmarks.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where values lie on an axis. */
final class Scale {

  private static final int MOST_TICKS = 6;

  /** A logarithmic axis up to here has lines between the powers of ten. */
  private static final double FEW_DECADES = 200;

  private final double from;
  private final double to;
  private final boolean logarithmic;

  private Scale(double from, double to, boolean logarithmic) {
    this.from = from;
    this.to = to;
    this.logarithmic = logarithmic;
  }

  /** From nothing: what bars need, since their length is read as the amount. */
  static Scale linear(double most) {
    double step = step(most);
    return new Scale(0, Math.max(step, Math.ceil(most / step) * step), false);
  }

  /** From 1, 2 or 5 times a power of ten to another; {@code least} is above 0. */
  static Scale logarithmic(double least, double most) {
    double from = Math.pow(10, Math.floor(Math.log10(least)));
    from *= least >= 5 * from ? 5 : least >= 2 * from ? 2 : 1;
    double to = Math.pow(10, Math.ceil(Math.log10(most)));
    to /= most <= to / 5 ? 5 : most <= to / 2 ? 2 : 1;
    return new Scale(from, to > from ? to : from * 10, true);
  }

  /** The part of the axis that a value takes, from 0 to 1. */
  double part(double value) {
    return logarithmic
        ? Math.log10(value / from) / Math.log10(to / from)
        : (value - from) / (to - from);
  }

  /** The values that get a line and a label. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      List<Integer> factors = to / from > FEW_DECADES ? List.of(1) : List.of(1, 2, 5);
      double power = Math.pow(10, Math.floor(Math.log10(from)));
      for (; power <= to; power *= 10) {
        for (int factor : factors) {
          if (factor * power >= from * 0.999_999 && factor * power <= to * 1.000_001) {
            ticks.add(factor * power);
          }
        }
      }
    } else {
      double step = step(to);
      for (int i = 0; i * step <= to * 1.000_001; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  /** 1, 2 or 5 times a power of ten, so that there are few ticks. */
  private static double step(double most) {
    if (most <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(most)) - 1);
    for (double factor : new double[] {1, 2, 5, 10, 20}) {
      if (most / (factor * power) <= MOST_TICKS) {
        return factor * power;
      }
    }
    return 50 * power;
  }

  /** Short: 20k, 1.5M, 0.05. */
  static String label(double value) {
    if (value >= 1e6) {
      return trimmed(value / 1e6) + "M";
    }
    return value >= 1e4 ? trimmed(value / 1e3) + "k" : trimmed(value);
  }

  /** Three digits that count. */
  private static String trimmed(double value) {
    if (value == 0) {
      return "0";
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(value) + 1e-9));
    String number = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return decimals == 0 ? number : number.replaceFirst("\\.?0+$", "");
  }
}
