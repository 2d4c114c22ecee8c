package io.github.semel.benchmarks.report.chart;

import java.util.List;
import java.util.Locale;

/**
 * Amounts as bars from nothing, one below the other, each with its figure. A whisker reaches from
 * the least to the most that was measured.
 *
 * @param title what it shows
 * @param axis the unit, and what the whiskers are
 * @param decimals of the figures
 * @param bars from top to bottom
 */
public record BarChart(String title, String axis, int decimals, List<Bar> bars) {

  private static final int TOP = 48;
  private static final int ROW = 28;
  private static final int THICKNESS = 16;
  private static final int BOTTOM = 24;
  private static final int WHISKER = 5;

  /** Copies the bars. */
  public BarChart {
    bars = List.copyOf(bars);
  }

  /**
   * One amount.
   *
   * @param label its name
   * @param own whether it is one of those that the chart is about
   * @param value the mean
   * @param least the least that was measured; the same as the most where it was measured once
   * @param most the most that was measured
   */
  public record Bar(String label, boolean own, double value, double least, double most) {}

  /** The drawing. */
  public String toSvg() {
    int height = TOP + bars.size() * ROW + BOTTOM;
    Svg svg = new Svg(title, axis, height);
    double left =
        10 + Svg.CHARACTER * bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    List<String> figures = bars.stream().map(this::figure).toList();
    double right =
        Svg.WIDTH - 14 - Svg.CHARACTER * figures.stream().mapToInt(String::length).max().orElse(0);
    Scale scale = Scale.linear(bars.stream().mapToDouble(Bar::most).max().orElse(1));
    for (double tick : scale.ticks()) {
      double x = left + scale.part(tick) * (right - left);
      svg.line("g", x, TOP, x, height - BOTTOM);
      svg.text(x, height - 6, "s", "middle", Scale.label(tick));
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double middle = TOP + i * ROW + ROW / 2.0;
      svg.text(left - 8, middle + 4.5, "", "end", bar.label());
      svg.bar(
          bar.own() ? "own" : "other",
          left,
          middle - THICKNESS / 2.0,
          Math.max(1, scale.part(bar.value()) * (right - left)),
          THICKNESS);
      if (bar.most() > bar.least()) {
        double least = left + scale.part(bar.least()) * (right - left);
        double most = left + scale.part(bar.most()) * (right - left);
        svg.line("w", least, middle, most, middle);
        svg.line("w", least, middle - WHISKER, least, middle + WHISKER);
        svg.line("w", most, middle - WHISKER, most, middle + WHISKER);
      }
      svg.text(Svg.WIDTH - 4, middle + 4.5, "", "end", figures.get(i));
    }
    return svg.toString();
  }

  private String figure(Bar bar) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", bar.value());
  }
}
